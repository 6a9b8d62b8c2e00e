"""What tells people something in Teams: chat messages and the activity feed."""
