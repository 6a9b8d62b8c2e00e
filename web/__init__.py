"""Pages and JSON API shared by the LMS iframe and the Teams tab."""
