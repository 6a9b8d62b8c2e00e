"""Whether an administrator still belongs to their organization, as far as its directories say.

An invitation makes an administrator, and no directory has to know them. But whom one knows, and
says has left, does not come in any more, by whatever way: a link or a Microsoft account. Who they
are in a directory is known

1. by the person they are in the organization, once that person was joined with a directory's;
2. by their Microsoft account: (tid, oid) is exactly a record's id in a connection that reads that
   tenant. No e-mail address counts.
"""

from core.domain.administrator import Administrator
from core.domain.directory import Presence
from core.errors import ForbiddenError
from core.ports.unit_of_work import TenantWork

IDENTITY_ISSUER = "administrator"
"""The identity issuer of administrators, by their ids."""
ENTRA = "entra"
"""The connector whose records are accounts at Microsoft Entra ID."""


def must_belong(work: TenantWork, administrator: Administrator, account: str = "") -> None:
    """Refuse who has left.

    Args:
        work: in the administrator's organization.
        administrator: who wants to sign in.
        account: "tid/oid" they sign in with; empty for the one that is linked.

    Raises:
        ForbiddenError: a directory says so.
    """
    if has_left(work, administrator, account):
        raise ForbiddenError(
            "Your organization's directory says that you have left, so you cannot sign in. If "
            "that is wrong, ask your organization to correct it there. Whoever runs Mentorloom "
            "can invite another administrator with the command “mentorloom admin invite”."
        )


def has_left(work: TenantWork, administrator: Administrator, account: str = "") -> bool:
    """Whether a directory says that an administrator has left. Arguments as in `must_belong`."""
    person = work.people.by_identity(IDENTITY_ISSUER, str(administrator.id))
    if person is not None and person.presence is Presence.GONE:
        return True
    return _is_gone(work, account or administrator.account)


def _is_gone(work: TenantWork, account: str) -> bool:
    tenant, _, subject = account.partition("/")
    reading = [
        one.id
        for one in (work.connections.all() if subject else ())
        if one.connector == ENTRA and one.account_id == tenant
    ]
    found = (work.directory_entries.get(one, subject) for one in reading)
    entries = [entry for entry in found if entry is not None]
    people = work.people.get_many({one.person_id for one in entries if one.person_id is not None})
    # Somebody whose record ended in one directory may still be in another one.
    presences = [
        people[one.person_id].presence if one.person_id in people else one.presence
        for one in entries
    ]
    return Presence.GONE in presences
