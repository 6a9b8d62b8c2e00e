"""The library of a programme: what its courses offer, and what of it fits somebody's wishes.

A resource is for everybody of the programmes whose courses come from the same LMS as its
connection; a programme without a course has the resources of all. Whether somebody may open one,
the LMS decides.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.domain.actor import Actor
from core.domain.connection import Connection
from core.domain.plain_name import plain_name
from core.domain.profile import TextKind
from core.domain.resource import Resource
from core.domain.skills import skill_name
from core.ports.encoder import Vectors
from core.ports.unit_of_work import Storage, TenantWork
from core.services.library.completion_sink import REGISTRATION

PAGE_SIZE = 20
MOST_SKILLS = 40
_WISHES = (TextKind.GOAL, TextKind.SKILL_WANTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryQuery:
    """What somebody looks for.

    Attributes:
        text: words that its titles or skills have.
        skill: a skill, by any of its names; empty for all.
        page: counted from 1.
        size: resources a page.
    """

    text: str = ""
    skill: str = ""
    page: int = 1
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    """Some of the resources.

    Attributes:
        items: those that fit the reader's wishes best come first, then by course.
        found: how many there are on all pages. total: how many without searching.
        page, pages: counted from 1.
        skills: the most frequent skills of all resources, by name.
        fitted: whether the order follows the reader's wishes.
    """

    items: Sequence[Resource]
    found: int
    total: int
    page: int
    pages: int
    skills: Sequence[str]
    fitted: bool


class Library:
    """Reading the catalogue.

    Args:
        storage: where it is.
        model: of the encoder whose vectors are compared.
    """

    def __init__(self, storage: Storage, model: str) -> None:
        self._storage = storage
        self._model = model

    def search(self, actor: Actor, wanted: LibraryQuery) -> LibraryPage:
        """Resources of the actor's programme."""
        with self._storage.tenant(actor.organization_id) as work:
            resources = work.resources.present([one.id for one in _connections(work, actor)])
            matching = _matching(resources, wanted)
            fit = self._fit(work, actor, matching)
        if fit is not None:
            order = np.argsort(-fit, kind="stable")
            matching = [matching[place] for place in order]
        frequent = Counter(name for one in resources for name in one.skills)
        pages = max(-(-len(matching) // wanted.size), 1)
        page = min(max(wanted.page, 1), pages)
        return LibraryPage(
            items=matching[(page - 1) * wanted.size : page * wanted.size],
            found=len(matching),
            total=len(resources),
            page=page,
            pages=pages,
            skills=sorted(name for name, _ in frequent.most_common(MOST_SKILLS)),
            fitted=fit is not None,
        )

    def _fit(self, work: TenantWork, actor: Actor, resources: Sequence[Resource]) -> Vectors | None:
        """How near each resource is to the nearest of the actor's wishes; None without wishes."""
        told = work.embeddings.of_people([actor.person_id], self._model)
        wishes = [one.vector for one in told if one.kind in _WISHES]
        hashes = {one.text_hash for one in resources}
        read = work.resources.vectors(self._model, hashes) if wishes else {}
        if not read:
            return None
        asked = np.stack([np.frombuffer(vector, dtype="<f4") for vector in wishes])
        texts = list(read)
        rows = np.stack([np.frombuffer(read[one], dtype="<f4") for one in texts])
        nearest = dict(zip(texts, (rows @ asked.T).max(axis=1), strict=True))
        fits = [nearest.get(one.text_hash, -1.0) for one in resources]
        return np.asarray(fits, dtype=np.float32)


def _connections(work: TenantWork, actor: Actor) -> list[Connection]:
    if actor.program_id is None:
        return []
    known = [one for one in work.connections.all() if REGISTRATION in one.settings]
    courses = work.courses.of_program(actor.program_id)
    platforms = {str(course.registration_id) for course in courses}
    return [one for one in known if not platforms or one.settings[REGISTRATION] in platforms]


def _matching(resources: Sequence[Resource], wanted: LibraryQuery) -> list[Resource]:
    words = plain_name(wanted.text).split()
    skill = skill_name(wanted.skill) if wanted.skill.strip() else ""
    return [
        one
        for one in resources
        if (not skill or skill in one.skills) and (not words or _has(one, words))
    ]


def _has(resource: Resource, words: Sequence[str]) -> bool:
    said = plain_name(f"{resource.text} {' '.join(resource.skills)}")
    return all(word in said for word in words)
