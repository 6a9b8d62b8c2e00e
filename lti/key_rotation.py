"""When a key of ours is published, signs, stops signing and goes.

    PREPARED  --1 day-->  ACTIVE  --a newer one signs-->  PUBLISHED  --7 days-->  RETIRED
                                                                    --14 days-->  removed

A new key is published a day before it signs, because platforms keep our key set for a while, and a
week after it stopped, because they verify what it signed. A key that has signed for 90 days gets a
successor. https://www.imsglobal.org/spec/security/v1p0/#h_key-set-url
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.domain.registration import KeyStatus, ToolKey

PUBLISHED_BEFORE = timedelta(days=1)
SIGNS = timedelta(days=90)
PUBLISHED_AFTER = timedelta(days=7)
KEPT = timedelta(days=14)
IN_KEY_SET = frozenset({KeyStatus.PREPARED, KeyStatus.ACTIVE, KeyStatus.PUBLISHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChanges:
    """What time has done to a keyring.

    Attributes:
        changed: keys in their new status.
        gone: keys to remove.
        successor_due: a new key is to be prepared.
    """

    changed: tuple[ToolKey, ...]
    gone: tuple[ToolKey, ...]
    successor_due: bool


def grown(keys: Sequence[ToolKey], now: datetime) -> KeyChanges:
    """What is due now.

    Args:
        keys: all of them, newest first.
        now: the present moment.
    """
    later = [_by_age(key, now) for key in keys]
    active = [key for key in later if key.status is KeyStatus.ACTIVE]
    signing = max(active, key=lambda key: key.changed_at, default=None)
    after = [_beside(key, signing, now) for key in later]
    gone = tuple(k for k in keys if k.status is KeyStatus.RETIRED and now - k.changed_at >= KEPT)
    prepared = any(key.status is KeyStatus.PREPARED for key in after)
    return KeyChanges(
        changed=tuple(k for k, before in zip(after, keys, strict=True) if k != before),
        gone=gone,
        successor_due=signing is not None and not prepared and now - signing.changed_at >= SIGNS,
    )


def replaced(keys: Sequence[ToolKey], now: datetime, *, leaked: bool) -> tuple[ToolKey, ...]:
    """What becomes of the others when a key is to sign at once.

    Args:
        keys: the others.
        now: the present moment.
        leaked: somebody else may have them; then they are published no more.
    """
    if leaked:
        known = (key for key in keys if key.status in IN_KEY_SET)
        return tuple(moved(key, KeyStatus.RETIRED, now) for key in known)
    signing = (key for key in keys if key.status is KeyStatus.ACTIVE)
    return tuple(moved(key, KeyStatus.PUBLISHED, now) for key in signing)


def moved(key: ToolKey, status: KeyStatus, now: datetime) -> ToolKey:
    """The key in another status."""
    return replace(key, status=status, changed_at=now)


def _by_age(key: ToolKey, now: datetime) -> ToolKey:
    age = now - key.changed_at
    if key.status is KeyStatus.PREPARED and age >= PUBLISHED_BEFORE:
        return moved(key, KeyStatus.ACTIVE, now)
    if key.status is KeyStatus.PUBLISHED and age >= PUBLISHED_AFTER:
        return moved(key, KeyStatus.RETIRED, now)
    return key


def _beside(key: ToolKey, signing: ToolKey | None, now: datetime) -> ToolKey:
    """Only the latest active key signs; two processes may have made their first ones at once."""
    if key.status is KeyStatus.ACTIVE and key is not signing:
        return moved(key, KeyStatus.PUBLISHED, now)
    return key
