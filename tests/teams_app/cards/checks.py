"""What every card has to be: valid, complete for screen readers, small enough, known to the bot."""

import json
import re
from pathlib import Path

from jsonschema import Draft6Validator

from teams_app.cards.reader import REFRESH
from teams_app.cards.verbs import Verb

SCHEMA = Path(__file__).parents[1] / "schemas" / "adaptive-card-1.5.schema.json"
LARGEST = 28 * 1024
_VALIDATOR = Draft6Validator(json.loads(SCHEMA.read_text()))


def elements(node):
    """Every object in a card, whatever it is in."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from elements(value)
    elif isinstance(node, list):
        for value in node:
            yield from elements(value)


def check(card):
    """Complain about the first thing that is wrong."""
    errors = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in _VALIDATOR.iter_errors(card)]
    assert errors == []
    assert len(json.dumps(card).encode()) <= LARGEST
    assert card["version"] == "1.5"
    assert card["fallbackText"]
    headings = [e for e in elements(card["body"]) if e.get("style") == "heading"]
    assert len(headings) <= 1
    inputs = [e for e in elements(card) if str(e.get("type", "")).startswith("Input.")]
    assert all(e["label"] for e in inputs)
    assert all(e["errorMessage"] for e in inputs if e.get("isRequired"))
    assert len({e["id"] for e in inputs}) == len(inputs)
    assert all(e["wrap"] for e in elements(card) if e.get("type") == "TextBlock")
    executes = [e for e in elements(card) if e.get("type") == "Action.Execute"]
    assert {e["verb"] for e in executes} <= {REFRESH, *Verb}
    for one in elements(card["body"]):
        assert not re.search(r"%\(|<b>", str(one.get("text", "")))
    return card


def button(card, verb):
    """A button of a card by its deed, wherever it is."""
    return next(one for one in _buttons(card) if one["verb"] == verb)


def verbs(card):
    return {one["verb"] for one in _buttons(card)}


def _buttons(card):
    shown = elements([card["body"], card.get("actions", [])])
    return [one for one in shown if one.get("type") == "Action.Execute"]


def words(card):
    """All that a card says, buttons too."""
    told = [str(e.get(k, "")) for e in elements(card) for k in ("text", "title", "label", "value")]
    return "\n".join(told)
