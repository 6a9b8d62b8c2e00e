"""Stand-in for Bot Framework and Teams' connector: they carry messages to bots and back."""
