"""Drop-in mentoring: offering times and taking places in them."""
