"""A database of a whole country: `python -m benchmarks.seed`, DATABASE_URL naming an empty, migrated database.

Content is made by the domain functions that editors' pages call. What learners did is written in bulk, as the domain
functions would have left it; `benchmarks.seed.checking` compares a sample with what is computed from the facts.
"""
