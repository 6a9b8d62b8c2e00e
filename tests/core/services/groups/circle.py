"""Who sits in a group."""

from core.domain.profile import Profile


def know(campus, actor, **told):
    campus.profiles.save(actor, Profile(person_id=actor.person_id, **told))
    return actor


def names(people):
    return [person.name for person in people]
