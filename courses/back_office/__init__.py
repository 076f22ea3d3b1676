"""The library in the back office: its list, creation by kind, the chooser, and what protects used objects."""
