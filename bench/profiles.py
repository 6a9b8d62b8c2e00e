"""Made-up people as profiles, and the encoder that pages and workers use."""

from pathlib import Path
from uuid import UUID, uuid5

from bench.campus import Someone
from core.domain.identifiers import PersonId
from core.domain.profile import MeetingMode, Profile, Seniority
from core.ports.encoder import TextEncoder
from integrations.base.minilm import EXPORT_FOLDER
from integrations.encoders import encoder

CAMPUS = UUID("5f2b1c1e-6a0d-4c55-9c0e-9e7d1f3f8a10")


def real_encoder() -> TextEncoder:
    """The exported model when set-up made it, else the reference; loaded."""
    found = encoder(Path("var") / EXPORT_FOLDER)
    found.encode(["."])
    return found


def profile_of(someone: Someone) -> Profile:
    """The same person as the engine sees them."""
    return Profile(
        person_id=PersonId(uuid5(CAMPUS, someone.id)),
        goals=someone.goals,
        skills_wanted=someone.skills_wanted,
        skills_offered=someone.skills_offered,
        experience=someone.experience,
        interests=someone.interests,
        languages=someone.languages,
        time_zone=someone.time_zone,
        location=someone.location,
        department=someone.department,
        seniority=Seniority(someone.seniority),
        availability=frozenset(someone.availability),
        meeting_modes=frozenset(MeetingMode(mode) for mode in someone.meeting_modes),
    )
