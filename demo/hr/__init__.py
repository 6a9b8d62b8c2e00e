"""A stand-in HR system of the company: its people, an interface like BambooHR's, a page."""
