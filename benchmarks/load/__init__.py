"""What the platform costs under load: `python -m benchmarks.load`, on a database made by `benchmarks.seed`."""
