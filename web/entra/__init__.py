"""Sign-in of administrators with Microsoft Entra ID."""
