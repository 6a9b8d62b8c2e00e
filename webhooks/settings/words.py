"""What the pages about webhooks call things."""

from flask_babel import lazy_gettext as _

from core.domain.webhook import DeliveryState, EventType, OffReason

TITLE = _("Webhooks")
SUMMARY = _("Tell other systems of what happens here, by signed messages.")
EVENTS = {
    EventType.MATCH_OFFERED: _("A mentor is asked"),
    EventType.MATCH_ACCEPTED: _("Two people are matched"),
    EventType.MATCH_ACTIVE: _("The two of a match have met"),
    EventType.MATCH_ENDED: _("A request or a match has ended"),
    EventType.MEETING_LOGGED: _("A meeting is logged"),
    EventType.MEETING_CONFIRMED: _("A meeting is confirmed"),
    EventType.PARTICIPATION_JOINED: _("Somebody takes part in a programme"),
    EventType.PARTICIPATION_LEFT: _("Somebody leaves a programme"),
    EventType.RUN_PUBLISHED: _("A match run is published"),
    EventType.CONNECTION_FAILED: _("A connection could not be read"),
    EventType.TEST: _("A test"),
}
OFF = {
    OffReason.HAND: _("This endpoint is switched off. What waits for it is kept for 30 days."),
    OffReason.GONE: _(
        "It answered that it is gone for good (410), so it was switched off. Correct the address, "
        "or delete it."
    ),
    OffReason.FAILING: _(
        "Nothing got through for 5 days, so it was switched off. Look at the latest answers, then "
        "switch it on again: what waits is sent then."
    ),
}
AUDITED = {"host": _("Host of the address"), "events": _("Events"), "off": _("Switched off")}
"""Fields of an endpoint in the audit."""
AUDITED_VALUES = {
    "events": {kind.value: word for kind, word in EVENTS.items()},
    "off": {
        OffReason.HAND.value: _("by hand"),
        OffReason.GONE.value: _("it is gone"),
        OffReason.FAILING.value: _("nothing got through"),
    },
}
STATES = {
    DeliveryState.WAITING: _("Waits"),
    DeliveryState.DELIVERED: _("Delivered"),
    DeliveryState.FAILED: _("Failed"),
    DeliveryState.SKIPPED: _("Left out"),
}
LOOKS = {DeliveryState.DELIVERED: "good", DeliveryState.FAILED: "warn"}
"""How its tag looks; others look plain."""
FIELDS = {"url": _("Address"), "events": _("Events")}
IDS = {"events": "events-0"}
"""Where the summary of problems leads, if not to a field of that name."""
DONE = {
    "edited": _("The endpoint is saved."),
    "on": _("The endpoint is switched on. What waited is sent now."),
    "off": _("The endpoint is switched off. It is told nothing."),
    "tested": _("The test got through."),
    "replayed": _("It is sent again. Reload this page to see what came of it."),
    "skipped": _("It is left out. What waited behind it goes on."),
    "deleted": _("The endpoint is deleted."),
}
