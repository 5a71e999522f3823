"""The figures of `docs/performance.md`: each a ratio against a named baseline, measured in one interleaved run."""
