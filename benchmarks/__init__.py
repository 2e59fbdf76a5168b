"""Measurements: run with ``make bench``; figures and their conditions are kept in RESULTS.md."""
