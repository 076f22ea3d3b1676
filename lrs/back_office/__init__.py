"""The journal of learning in the back office, for national managers."""
