"""The pages on personal data: one's own, those in charge, the public."""
