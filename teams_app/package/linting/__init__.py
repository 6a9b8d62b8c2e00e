"""What the manifest's schema cannot check: whether the parts of a package fit each other and us.

    shape       the zip file: manifest at its root, everything named is there, nothing else
    icons       sizes, alpha, colours
    addresses   https, our hosts in validDomains, nobody else's
    identity    version, ids, the Application ID URI
    texts       every language complete, placeholders kept
    activity    entries of the activity feed: declared are those we use, parameters are supplied

Each rule yields sentences that say what is wrong and what to do.
"""

from collections.abc import Mapping

from core.sentence import Sentence
from teams_app.notifier.activity_types import ACTIVITY_TYPES
from teams_app.package.linting import activity, addresses, icons, identity, shape, texts

USED = {kind.name: kind.parameters for kind in ACTIVITY_TYPES.values()}
_RULES = (icons.flaws, addresses.flaws, identity.flaws, texts.flaws)


def lint(package: bytes, used: Mapping[str, frozenset[str]] = USED) -> list[Sentence]:
    """What is wrong with a package; nothing if all is well.

    Args:
        package: the zip file.
        used: name of each activity type that is sent -> the parameters that are supplied with it.
    """
    opened, wrong = shape.opened(package)
    if opened is None:
        return wrong
    found = [flaw for rule in _RULES for flaw in rule(opened)]
    return [*wrong, *found, *activity.flaws(opened, used)]
