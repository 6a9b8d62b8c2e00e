"""The services as Canvas documents them, quirks included."""
