"""How files of HR systems and schools name what they say about people, in English and German.

Names are compared by `plain_name`, after "jobTitle" was read as "job Title".
"""

import re
from collections.abc import Mapping, Sequence

from core.domain.directory import EmploymentStatus, EmploymentType
from core.domain.plain_name import plain_name
from core.sentence import Sentence, sentence

MANAGER_EMAIL = "manager_email"
"""The one field that a record has not: it is looked up among the people of the same file."""

LABELS: dict[str, Sentence] = {
    "key": sentence("Lasting id"),
    "external_id": sentence("Id in another system"),
    "user_name": sentence("User name"),
    "name": sentence("Full name"),
    "given_name": sentence("First name"),
    "family_name": sentence("Last name"),
    "email": sentence("E-mail address"),
    "employee_number": sentence("Employee number"),
    "title": sentence("Job title"),
    "department": sentence("Department"),
    "work_location": sentence("Place of work"),
    "time_zone": sentence("Time zone"),
    "locale": sentence("Language"),
    "employment_type": sentence("Kind of employment"),
    "status": sentence("Employment status"),
    "start_date": sentence("First day"),
    "end_date": sentence("Last day"),
    "manager_key": sentence("Id of the manager"),
    MANAGER_EMAIL: sentence("E-mail address of the manager"),
}
"""Field -> what administrators read, in the order a form shows them."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "key": (
        "id", "person id", "user id", "uuid", "guid", "object id", "worker id", "workday id",
        "wid", "sourced id", "sis id", "student id", "student number", "matrikelnummer",
        "kennung", "eindeutige id", "personen id", "schlüssel", "key",
    ),
    "external_id": ("external id", "externe id", "external reference", "fremdschlüssel"),
    "user_name": (
        "user name", "username", "login", "login name", "sign in name", "user principal name",
        "upn", "account", "account name", "benutzername", "anmeldename", "benutzer", "konto",
    ),
    "name": (
        "name", "full name", "display name", "worker", "employee", "employee name", "person",
        "preferred name", "vollständiger name", "anzeigename", "mitarbeiter", "mitarbeitername",
        "vor und nachname",
    ),
    "given_name": (
        "given name", "first name", "forename", "firstname", "givenname", "preferred first name",
        "legal first name", "vorname", "rufname",
    ),
    "family_name": (
        "family name", "last name", "surname", "lastname", "familyname", "legal last name",
        "preferred last name", "sn", "nachname", "familienname", "zuname",
    ),
    "email": (
        "email", "e mail", "mail", "email address", "e mail address", "work email", "work e mail",
        "email work", "primary work email", "business email", "company email", "email primary",
        "e mail adresse", "emailadresse", "mailadresse", "dienstliche e mail",
        "e mail dienstlich", "e mail geschäftlich", "geschäftliche e mail",
    ),
    "employee_number": (
        "employee number", "employee no", "employee nr", "employee id", "emp id", "emp no",
        "personnel number", "personnel no", "staff id", "staff number", "payroll number",
        "personalnummer", "personal nr", "pers nr", "personalnr", "mitarbeiternummer",
        "mitarbeiter id", "mitarbeiternr",
    ),
    "title": (
        "title", "job title", "jobtitle", "position", "position title", "business title",
        "job", "job profile", "role", "stelle", "stellenbezeichnung", "funktion",
        "berufsbezeichnung", "positionsbezeichnung", "tätigkeit", "rolle",
    ),
    "department": (
        "department", "dept", "department name", "division", "business unit", "faculty", "team",
        "org unit", "organizational unit", "organisational unit", "supervisory organization",
        "organisation", "organization", "abteilung", "fachbereich", "bereich", "fakultät",
        "organisationseinheit", "orgeinheit",
    ),
    "work_location": (
        "work location", "location", "office", "office location", "site", "city", "work city",
        "place", "campus", "arbeitsort", "standort", "ort", "büro", "dienstort", "stadt",
    ),
    "time_zone": ("time zone", "timezone", "tz", "zeitzone"),
    "locale": (
        "locale", "language", "preferred language", "language code", "lang", "sprache",
        "korrespondenzsprache", "bevorzugte sprache",
    ),
    "employment_type": (
        "employment type", "employee type", "worker type", "contract type", "time type",
        "employment category", "beschäftigungsart", "anstellungsart", "vertragsart",
        "mitarbeitertyp", "beschäftigungsverhältnis",
    ),
    "status": (
        "status", "employment status", "employee status", "worker status", "active",
        "active status", "is active", "account enabled", "enabled", "beschäftigungsstatus",
        "mitarbeiterstatus", "personalstatus", "aktiv",
    ),
    "start_date": (
        "start date", "hire date", "hired", "date of hire", "entry date", "joining date",
        "date joined", "continuous service date", "eintrittsdatum", "eintritt", "einstellungsdatum",
        "beginn", "startdatum",
    ),
    "end_date": (
        "end date", "termination date", "exit date", "leaving date", "date left", "last day",
        "last day of work", "contract end date", "austrittsdatum", "austritt", "vertragsende",
        "enddatum", "letzter arbeitstag",
    ),
    "manager_key": (
        "manager id", "manager key", "manager number", "manager employee id",
        "manager employee number", "managers id", "supervisor id", "supervisor number",
        "reports to id", "line manager id", "vorgesetzten id", "vorgesetzte id",
        "id der führungskraft", "führungskraft id", "personalnummer der führungskraft",
        "führungskraft personalnummer", "personalnummer vorgesetzte", "manager", "line manager",
        "supervisor", "reports to", "vorgesetzte", "vorgesetzter", "führungskraft", "berichtet an",
    ),
    MANAGER_EMAIL: (
        "manager email", "manager e mail", "managers email", "manager mail", "supervisor email",
        "supervisor e mail", "line manager email", "manager email address",
        "e mail der führungskraft", "führungskraft e mail", "e mail vorgesetzte",
        "vorgesetzte e mail", "manager work email",
    ),
}  # fmt: skip
"""Field -> names of its column, the surest first."""

STATUSES: dict[EmploymentStatus, tuple[str, ...]] = {
    EmploymentStatus.ACTIVE: (
        "active", "a", "1", "true", "yes", "y", "employed", "current", "working", "enrolled",
        "enabled", "aktiv", "wahr", "ja", "beschäftigt", "angestellt", "immatrikuliert",
    ),
    EmploymentStatus.PENDING: (
        "pending", "future", "pre start", "prestart", "pre hire", "prehire", "not started",
        "onboarding", "künftig", "zukünftig", "noch nicht begonnen",
    ),
    EmploymentStatus.ON_LEAVE: (
        "on leave", "leave", "leave of absence", "loa", "parental leave", "maternity leave",
        "sick leave", "sabbatical", "beurlaubt", "abwesend", "elternzeit", "mutterschutz",
        "freigestellt", "ruhend",
    ),
    EmploymentStatus.SUSPENDED: (
        "suspended", "disabled", "blocked", "locked", "gesperrt", "deaktiviert",
    ),
    EmploymentStatus.TERMINATED: (
        "terminated", "inactive", "t", "i", "0", "false", "no", "n", "left", "former", "resigned",
        "retired", "dismissed", "withdrawn", "graduated", "inaktiv", "falsch", "nein",
        "ausgeschieden", "ausgetreten", "ehemalig", "exmatrikuliert", "im ruhestand",
    ),
}  # fmt: skip

TYPES: dict[EmploymentType, tuple[str, ...]] = {
    EmploymentType.FULL_TIME: (
        "full time", "fulltime", "ft", "regular", "permanent", "employee", "vollzeit",
        "festangestellt", "unbefristet",
    ),
    EmploymentType.PART_TIME: ("part time", "parttime", "pt", "teilzeit", "minijob"),
    EmploymentType.CONTRACTOR: (
        "contractor", "contract", "contingent worker", "external", "freelance", "freelancer",
        "consultant", "extern", "freie mitarbeit", "freiberuflich",
    ),
    EmploymentType.INTERN: (
        "intern", "internship", "trainee", "apprentice", "praktikum", "praktikant", "praktikantin",
        "ausbildung", "azubi", "werkstudent", "werkstudentin",
    ),
    EmploymentType.TEMPORARY: (
        "temporary", "temp", "fixed term", "seasonal", "befristet", "aushilfe", "zeitarbeit",
    ),
}  # fmt: skip
"""Other words mean EmploymentType.OTHER: companies name the rest as they like."""

_CAMEL = re.compile(r"(?<=[a-zäöü0-9])(?=[A-ZÄÖÜ])")
_KNOWN = {
    plain_name(name): (field, rank)
    for field, names in COLUMNS.items()
    for rank, name in enumerate(names)
}


def suggested(titles: Sequence[str]) -> dict[str, str]:
    """Which column is taken for which field while nobody says otherwise.

    Args:
        titles: names of the columns, as the file writes them.

    Returns:
        Field -> the file's name of its column; of several that fit, the surest. Without a column
        that is an id and nothing else, the employee number is the id as well.
    """
    best: dict[str, tuple[int, str]] = {}
    for title in titles:
        field, rank = _KNOWN.get(plain_name(_CAMEL.sub(" ", title)), ("", 0))
        if field and (field not in best or rank < best[field][0]):
            best[field] = (rank, title)
    found = {field: title for field, (_, title) in best.items()}
    if "key" not in found and "employee_number" in found:
        found["key"] = found["employee_number"]
    return {field: found[field] for field in LABELS if field in found}


def fields_of(titles: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Field -> column: what administrators chose, or else what is suggested.

    Args:
        titles: names of the columns, as the file writes them.
        columns: field -> the file's name of its column; nothing while nobody chose.
    """
    chosen = columns or suggested(titles)
    return {field: chosen[field] for field in LABELS if field in chosen}
