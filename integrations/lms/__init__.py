"""LMS content and completion connectors, one folder a vendor."""
