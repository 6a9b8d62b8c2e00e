"""Microsoft Teams: tab, single sign-on, bot, cards, app package."""
