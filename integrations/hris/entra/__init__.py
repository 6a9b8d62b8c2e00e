"""Microsoft Entra: the users of a tenant with their managers, and what changes."""
