"""HR and people-source connectors, one folder a vendor."""
