"""Whole-cohort runs: computed, looked at, changed, approved, published."""
