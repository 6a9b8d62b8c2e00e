"""What may be said of an endpoint's address: its host. The rest of it may be a secret."""

from urllib.parse import urlsplit

from core.domain.webhook import WebhookEndpoint


def host_of(endpoint: WebhookEndpoint) -> str:
    """The host."""
    return urlsplit(endpoint.url).hostname or endpoint.url
