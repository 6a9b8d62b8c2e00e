"""SCIM 2.0: identity providers write people to us; nothing is read from them."""
