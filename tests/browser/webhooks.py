"""Endpoints in every situation their pages know."""

from core.domain.webhook import CHOOSABLE, WebhookEvent
from core.services.webhooks.sending import WebhookSending

WEBHOOKS = "/settings/webhooks"
HOOK_ON = "<webhook-on>"
"""Stands for the id of an endpoint that works."""
HOOK_FAILING = "<webhook-failing>"
"""Stands for the id of one that fails just now."""
HOOK_GONE = "<webhook-gone>"
"""Stands for the id of one that was switched off."""
HOOK_WAITING = "<webhook-waiting>"
"""Stands for the id of the event that waits for the failing one."""


def put_webhooks(hub, administrator):
    """Make them; returns what stands for their ids."""
    uses, http = hub.services.webhooks, hub.webhook_http
    sending = WebhookSending(hub.storage, hub.clock, hub.entropy, http)
    answers = {HOOK_ON: 204, HOOK_FAILING: 500, HOOK_GONE: 410}
    found = {}
    for name, status in answers.items():
        hub.clock.advance(seconds=1)
        url = f"https://{status}.hooks.example/mentoring/of/the/university"
        http.answer(url, status=status)
        found[name] = uses.endpoints.add(administrator, url, CHOOSABLE)[0].id
    uses.endpoints.rotate(administrator, found[HOOK_ON])
    for number, kind in enumerate(CHOOSABLE):
        hub.clock.advance(seconds=1)
        event = WebhookEvent(
            id=hub.entropy.uuid(),
            organization_id=administrator.organization_id,
            type=kind,
            at=hub.clock.now(),
            data={"match_id": str(found[HOOK_ON]), "version": number},
        )
        with hub.storage.tenant(administrator.organization_id) as work:
            work.outbox.add([event])
    for endpoint_id in found.values():
        sending.deliver_webhooks(str(administrator.organization_id), str(endpoint_id))
    (*_, first) = uses.log.deliveries(administrator, found[HOOK_FAILING], 99)
    found[HOOK_WAITING] = first.event.id
    return {name: str(value) for name, value in found.items()}
