"""Matching: features -> scores -> assignment -> explanation."""
