"""Charts and parts of charts that figures of several pages share."""
