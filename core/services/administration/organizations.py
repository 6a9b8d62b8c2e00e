"""Organizations by their short names: what administrators type on the command line and in forms."""

import re
from collections.abc import Sequence

from core.domain.identifiers import OrganizationId
from core.domain.organization import Organization
from core.errors import InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import PlatformWork
from core.sentence import Sentence, sentence
from core.services.wording_rules import complaints

LONGEST_NAME = 200
_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def named_organization(
    work: PlatformWork, slug: str, name: str, clock: Clock, entropy: Entropy
) -> Organization:
    """The organization of a short name.

    Args:
        work: the unit of work to look and create in.
        slug: its short name.
        name: creates the organization under this name if there is none yet; may be empty.
        clock: when it is created.
        entropy: makes its id.

    Raises:
        NotFoundError: there is none, and no name to create it under.
        InvalidInputError: a new one cannot be called that.
    """
    found = work.organizations.by_slug(slug)
    if found is not None:
        return found
    if not name:
        raise NotFoundError(
            "There is no organization %(slug)s. There are: %(known)s. To create it, give its "
            "name too.",
            slug=slug,
            known=_known(work),
        )
    if not _SLUG.fullmatch(slug):
        rule = sentence("Use lower case letters, digits and hyphens only.")
        raise _not_created("organization", [rule])
    if wrong := complaints(name, LONGEST_NAME):
        raise _not_created("organization_name", wrong)
    made = Organization(
        id=OrganizationId(entropy.uuid()), slug=slug, name=name, created_at=clock.now()
    )
    work.organizations.save(made)
    return made


def only_organization(work: PlatformWork) -> Organization:
    """The organization that is meant when nobody says which: there is only one.

    Raises:
        NotFoundError: there are none or several.
    """
    known = work.organizations.all()
    if len(known) != 1:
        raise NotFoundError(
            "Say which organization is meant. There are: %(known)s. A new one needs a short name "
            "and a name.",
            known=_known(work),
        )
    return known[0]


def _not_created(field: str, wrong: Sequence[Sentence]) -> InvalidInputError:
    return InvalidInputError(
        "The organization was not created. Correct what is named and try again.", {field: wrong}
    )


def _known(work: PlatformWork) -> str:
    return ", ".join(o.slug for o in work.organizations.all()) or "-"
