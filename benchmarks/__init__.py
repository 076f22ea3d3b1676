"""Measures of the platform at its real size: a seeder, a load, a soak (docs/performance.md)."""
