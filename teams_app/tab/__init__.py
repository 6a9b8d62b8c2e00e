"""The tab: single sign-on by TeamsJS, and our pages inside Teams, Outlook and Microsoft 365."""
