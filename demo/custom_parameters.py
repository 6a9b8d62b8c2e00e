"""Custom parameters: what tools and links ask for, with `$Variables` replaced.

A value that begins with `$` names a variable. One the product does not know, or may not tell, stays
as it was written (LTI 1.3 core, 5.4.6). `$Campus.theme` is this campus's own.
"""

from collections.abc import Mapping

from demo.visits import Visit


def substituted(
    written: Mapping[str, str], visit: Visit, variables: Mapping[str, str]
) -> dict[str, str]:
    """Parameters as a launch carries them.

    Args:
        written: as tools and links asked for them.
        visit: whose launch it is.
        variables: the product's values by name, without the `$`.
    """
    known = {**variables, "Campus.theme": visit.theme}
    return {
        name: known.get(value[1:], value) if value.startswith("$") else value
        for name, value in written.items()
    }


def names(visit: Visit) -> dict[str, str]:
    """The name and e-mail claims the tool may have; none for somebody who withholds them."""
    person, sends = visit.person, visit.tool.sends
    if person.privacy == "never":
        return {}
    name = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "name": person.name,
    }
    email = {"email": person.email} if person.email else {}
    return {**(name if "name" in sends else {}), **(email if "email" in sends else {})}
