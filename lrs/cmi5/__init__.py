"""What cmi5 (Quartz) allows an assignable unit to say in a session: plain Python, no framework, no database."""
