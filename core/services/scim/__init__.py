"""SCIM 2.0: identity providers write an organization's people (RFC 7643, RFC 7644)."""
