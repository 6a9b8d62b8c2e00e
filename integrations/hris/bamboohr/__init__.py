"""BambooHR: people of a company, who changed, and webhooks that tell so."""
