"""Moodle: what courses offer, and what their participants completed."""
