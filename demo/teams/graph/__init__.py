"""Stand-in for Microsoft Graph: people, the app catalogue, installed apps, the activity feed."""
