"""The workspace of tutors and trainers."""
