"""People as directories tell them: who is who, whom to believe, who has left."""
