"""People and regions in the back office, for national managers only."""
