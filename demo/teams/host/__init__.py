"""Pages that are to people what Teams is: chats with bots, tabs of apps, the activity feed."""
