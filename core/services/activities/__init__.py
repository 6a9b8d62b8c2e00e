"""Activities of a course, and what people do for them."""
