"""The record store under load: what it takes, what it gives, at which size. See docs/performance.md for what was measured."""
