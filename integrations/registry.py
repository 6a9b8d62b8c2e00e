"""Every connector the product knows, one line each: adding a vendor adds a line here."""
