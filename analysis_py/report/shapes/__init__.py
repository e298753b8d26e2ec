"""Charts and parts of charts that figures of several pages are made of."""
