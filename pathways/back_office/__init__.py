"""Pathways in the back office, and the frame of the back office as a whole: menu, home, look."""
