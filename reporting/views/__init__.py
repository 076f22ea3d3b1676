"""The pages of reports: what one reads, what one saves, what one takes away."""
