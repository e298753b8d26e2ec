"""Item statistics: difficulty, discrimination, reliability and paired differences."""
