"""Calendar connectors, one folder a vendor."""
