"""What the settings page consists of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, current_app, request
from flask.sansio.app import App
from flask_babel import LazyString

from core.domain.actor import Actor

_SECTIONS = "mentorloom-settings-sections"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One subject of the settings page.

    Attributes:
        key: its path below /settings and the name of its blueprint.
        title: two or three words, for the navigation.
        summary: what can be set up there, one sentence.
        blueprint: its views; the one named "listing" is its first page.
        done: code of a deed -> what the next page says about it.
        waiting: how many things wait for this person's decision.
        fields: name of a field in the audit -> what it is called here.
        values: name of such a field -> its values -> what they are called here.
    """

    key: str
    title: LazyString
    summary: LazyString
    blueprint: Blueprint
    done: Mapping[str, LazyString] = field(default_factory=dict)
    waiting: Callable[[Actor], int] = lambda _: 0
    fields: Mapping[str, LazyString] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, LazyString]] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        """Its first page."""
        return f"settings.{self.key}.listing"


def keep_sections(app: App, sections: Sequence[Section]) -> None:
    """Make the sections reachable from requests of this app."""
    app.extensions[_SECTIONS] = tuple(sections)


def sections() -> tuple[Section, ...]:
    """The sections of the app that handles this request."""
    found: tuple[Section, ...] = current_app.extensions[_SECTIONS]
    return found


def current_section() -> Section | None:
    """The section this request is in; None on the overview."""
    return next((s for s in sections() if request.blueprint == f"settings.{s.key}"), None)
