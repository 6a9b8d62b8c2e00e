"""The running HR system: its people, the key that opens it, and who wants to be told."""

from dataclasses import dataclass, field

from demo.hr.hooks import Hooks, Send
from demo.hr.staff import Staff, first_staff

COMPANY = "fjordwerk"
"""The institution whose people these are."""
KEY = "fjordwerk-hr-key-3f9c2e71"
"""Printed on the page: whoever reaches the campus may read its made-up people."""


@dataclass(slots=True)
class House:
    """One HR system.

    Attributes:
        key: what integrations prove themselves by.
        hidden: columns its key may not read; tests take rights away.
    """

    staff: Staff
    hooks: Hooks
    key: str = KEY
    hidden: set[str] = field(default_factory=set)


def open_house(send: Send) -> House:
    """An HR system as it is when the campus starts."""
    staff = first_staff()
    hooks = Hooks(send, staff.now)
    staff.told = hooks.tell
    return House(staff, hooks)
