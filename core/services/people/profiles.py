"""Reading and saving one's own profile."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId, PersonId
from core.domain.languages import language_tag
from core.domain.person import Person
from core.domain.profile import Profile
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.jobs import JobQueue
from core.ports.unit_of_work import Storage, TenantWork
from core.services.activities.progress import Progress
from core.services.directory.facts import OF_PROFILE, Belief, speaking
from core.services.directory.refreshing import entries_of, refresh
from core.services.people.encoding import ENCODE_PROFILE
from core.services.people.profile_check import LINES, LISTS, check


class Profiles:
    """One's own profile. Other people's are only seen through suggestions and requests."""

    def __init__(self, storage: Storage, clock: Clock, progress: Progress) -> None:
        self._storage = storage
        self._clock = clock
        self._progress = progress

    def of(self, actor: Actor) -> Profile:
        """The actor's profile; an empty one if they have none yet."""
        with self._storage.tenant(actor.organization_id) as work:
            return work.profiles.get(actor.person_id) or Profile(person_id=actor.person_id)

    def told(self, actor: Actor) -> frozenset[str]:
        """Fields of the profile that their organization tells and that it is believed in first."""
        with self._storage.tenant(actor.organization_id) as work:
            entries = entries_of(work, [actor.person_id]).get(actor.person_id, ())
            if not (said := speaking(entries)):
                return frozenset()
            belief = Belief.of(work)
        return frozenset(one.value for one in OF_PROFILE if belief.overrules(one, said))

    def avoided(self, actor: Actor) -> list[Person]:
        """The people the actor must not be matched with, by name; shown to the actor only."""
        with self._storage.tenant(actor.organization_id) as work:
            profile = work.profiles.get(actor.person_id)
            people = work.people.get_many(profile.avoid) if profile else {}
        return sorted(people.values(), key=lambda person: person.name.casefold())

    def save(self, actor: Actor, profile: Profile) -> Profile:
        """Store the actor's profile and have its texts read in the background.

        Returns:
            The profile as stored: trimmed, without empty or repeated items, and with what the
            organization tells where it is believed before the person (see `told`).

        Raises:
            InvalidInputError: names each field that cannot be stored.
        """
        return self.change(actor, lambda _: profile)

    def change(self, actor: Actor, made_of: Callable[[Profile], Profile]) -> Profile:
        """Like `save`, with a profile made of the stored one, which stays as it is meanwhile.

        Args:
            actor: whose profile it is.
            made_of: takes the stored profile (an empty one if there is none yet) and returns the
                new one; what it raises leaves everything as it was.
        """
        with self._storage.tenant(actor.organization_id) as work:
            before = _locked(work, actor.person_id)
            tidy = replace(
                tidied(made_of(before)),
                person_id=actor.person_id,
                # What the organization told is not theirs to change.
                managers=before.managers,
                conflicts=before.conflicts,
                updated_at=self._clock.now(),
            )
            known = work.people.get_many(tidy.avoid | tidy.meet_again)
            check(tidy, known)
            work.profiles.save(tidy)
            if entries_of(work, [actor.person_id]):
                refresh(work, [actor.person_id], self._clock.now())
            defer_encoding(work.jobs, actor.organization_id, actor.person_id)
            self._progress.refresh(work, actor.person_id)
            return work.profiles.get(actor.person_id) or tidy

    def avoid(self, actor: Actor, person_id: PersonId) -> None:
        """Never match the actor with somebody; nobody is told.

        Raises:
            NotFoundError: it is nobody who takes part in a programme together with the actor.
        """
        with self._storage.tenant(actor.organization_id) as work:
            if person_id == actor.person_id or not _meet(work, actor.person_id, person_id):
                raise NotFoundError("You take part in no programme together with this person.")
            never_match(work, actor.person_id, person_id, self._clock)

    def forgive(self, actor: Actor, person_id: PersonId) -> None:
        """Take back `avoid`, even for somebody who left since."""
        with self._storage.tenant(actor.organization_id) as work:
            profile = _locked(work, actor.person_id)
            if person_id in profile.avoid:
                avoid = profile.avoid - {person_id}
                work.profiles.save(replace(profile, avoid=avoid, updated_at=self._clock.now()))

    def meet_again(self, actor: Actor, person_id: PersonId, *, wish: bool) -> None:
        """Say, or take back, that the actor would be matched with somebody once more.

        Nobody is told. Only when both say so can the two be matched again.

        Raises:
            NotFoundError: it is nobody who takes part in a programme together with the actor.
        """
        with self._storage.tenant(actor.organization_id) as work:
            profile = _locked(work, actor.person_id)
            if wish and not _meet(work, actor.person_id, person_id):
                raise NotFoundError("You take part in no programme together with this person.")
            others = profile.meet_again - {person_id}
            wished = others | {person_id} if wish else others
            if wished != profile.meet_again:
                now = self._clock.now()
                work.profiles.save(replace(profile, meet_again=wished, updated_at=now))


def never_match(work: TenantWork, person_id: PersonId, other_id: PersonId, clock: Clock) -> None:
    """Write into a person's profile that they must not be matched with the other one."""
    profile = _locked(work, person_id)
    avoid = profile.avoid | {other_id}
    work.profiles.save(replace(profile, avoid=avoid, updated_at=clock.now()))


def defer_encoding(jobs: JobQueue, organization_id: OrganizationId, person_id: PersonId) -> None:
    """Promise that a person's texts are encoded; saving twice in a row promises once."""
    jobs.defer(
        ENCODE_PROFILE,
        lock=f"profile:{person_id}",
        once=f"{ENCODE_PROFILE}:{person_id}",
        organization_id=str(organization_id),
        person_id=str(person_id),
    )


def tidied(profile: Profile) -> Profile:
    """The profile without surrounding blanks, empty items and repetitions; languages as tags."""
    spoken = tuple(language_tag(language) or language for language in profile.languages)
    profile = replace(profile, languages=spoken)
    changes: dict[str, Any] = {n: tuple(_unique(getattr(profile, n))) for n in LISTS}
    changes |= {name: " ".join(getattr(profile, name).split()) for name in LINES}
    return replace(profile, **changes)


def _locked(work: TenantWork, person_id: PersonId) -> Profile:
    return work.profiles.lock(person_id) or Profile(person_id=person_id)


def _meet(work: TenantWork, one: PersonId, other: PersonId) -> bool:
    """Whether the two take part in one programme, in whatever roles."""
    mine, theirs = (
        {part.program_id for part in work.participations.of_person(who)} for who in (one, other)
    )
    return bool(mine & theirs)


def _unique(items: Iterable[str]) -> Iterable[str]:
    seen: set[str] = set()
    for item in items:
        text = " ".join(item.split())
        if text and text.casefold() not in seen:
            seen.add(text.casefold())
            yield text
