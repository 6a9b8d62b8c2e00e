"""Made-up people as the CSV files that people really send."""

import csv
from collections.abc import Iterable
from pathlib import Path

from bench.campus import Someone

MENTOR_COLUMNS = {
    "ID": "id", "Name": "name", "Skills": "skills_offered", "Experience": "experience",
}  # fmt: skip
MENTEE_COLUMNS = {"ID": "id", "Name": "name", "Goals": "goals", "Skills": "skills_wanted"}
COMMON_COLUMNS = {
    "Interests": "interests", "Languages": "languages", "Time zone": "time_zone",
    "City": "location", "Department": "department", "Seniority": "seniority",
    "Availability": "availability", "Meeting modes": "meeting_modes",
}  # fmt: skip


def write(path: Path, people: Iterable[Someone], columns: dict[str, str]) -> None:
    """Write people to a CSV file; several values in a cell are separated by " | "."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for someone in people:
            writer.writerow([_cell(getattr(someone, field)) for field in columns.values()])


def write_mentors(path: Path, people: Iterable[Someone]) -> None:
    """Mentors, with their number of places."""
    write(path, people, MENTOR_COLUMNS | COMMON_COLUMNS | {"Capacity": "capacity"})


def write_mentees(path: Path, people: Iterable[Someone]) -> None:
    """Mentees."""
    write(path, people, MENTEE_COLUMNS | COMMON_COLUMNS)


def _cell(value: object) -> str:
    return " | ".join(value) if isinstance(value, tuple) else str(value)
