"""Does it hold: `python -m benchmarks.soak`, 200 learners for ten minutes against the production form, all on one machine."""
