"""The words of the product as frozen dataclasses."""
