"""Stand-in for Microsoft Entra ID: who signs people and apps in."""
