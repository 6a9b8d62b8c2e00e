"""The campus's own words in German; English is the source. Names, courses and profiles stay."""

from collections.abc import Mapping

from demo import texts_hr, texts_messages, texts_teams

LOCALES: Mapping[str, str] = {"en": "English", "de": "Deutsch"}

GERMAN: Mapping[str, str] = {
    "A stand-in campus": "Ein Ersatz-Campus",
    "Skip to content": "Zum Inhalt springen",
    "Language": "Sprache",
    "Theme": "Farbschema",
    "Light": "Hell",
    "Dark": "Dunkel",
    "High contrast": "Hoher Kontrast",
    "Apply": "Anwenden",
    "Language and theme": "Sprache und Farbschema",
    "Connection": "Verbindung",
    "Choose a person": "Person wählen",
    "All people": "Alle Personen",
    "Everything here is made up: two institutions, their courses and their people. Choose somebody,"
    " open their course and click Mentoring. One browser is one person: to be mentee and mentor at"
    " the same time, open a private window too.": (
        "Alles hier ist erfunden: zwei Einrichtungen, ihre Kurse und ihre Menschen. Wählen Sie"
        " jemanden, öffnen Sie den Kurs und klicken Sie auf Mentoring. Ein Browser ist eine Person:"
        " Um gleichzeitig Mentee und Mentor:in zu sein, öffnen Sie dazu ein privates Fenster."
    ),
    "University whose LMS speaks as Moodle does": "Hochschule, deren LMS wie Moodle spricht",
    "Company whose LMS speaks as Canvas does": "Unternehmen, dessen LMS wie Canvas spricht",
    "Mentees": "Mentees",
    "Mentors": "Mentorinnen und Mentoren",
    "Teachers": "Lehrende",
    "Teaching assistants": "Lehrassistenz",
    "LMS administrators": "LMS-Administration",
    "mentee": "Mentee",
    "mentor": "Mentor:in",
    "teacher": "Lehrende*r",
    "assistant": "Lehrassistenz",
    "admin": "LMS-Administration",
    "No profile yet": "Noch kein Profil",
    "Courses of %(name)s": "Kurse von %(name)s",
    "Signed in as %(name)s (%(group)s), %(institution)s": (
        "Angemeldet als %(name)s (%(group)s), %(institution)s"
    ),
    "You are here": "Sie sind hier",
    "In this course": "In diesem Kurs",
    "Mentoring": "Mentoring",
    "Find a mentor, or be one.": "Mentor:in finden oder selbst begleiten.",
    "A mentoring programme runs here.": "Hier läuft ein Mentoring-Programm.",
    "No mentoring programme here yet; a teacher can start one.": (
        "Noch kein Mentoring-Programm; Lehrende können eines starten."
    ),
    "Back to the course": "Zurück zum Kurs",
    "Open in a new tab": "In neuem Tab öffnen",
    "Opening Mentoring": "Mentoring wird geöffnet",
    "Mentoring opens by itself. If it does not, use the button.": (
        "Mentoring öffnet sich von selbst. Falls nicht, hilft der Knopf."
    ),
    "Open Mentoring": "Mentoring öffnen",
    "Continue": "Weiter",
    "Signing you in": "Anmeldung läuft",
    "You are signed in by itself. If nothing happens, use the button.": (
        "Die Anmeldung läuft von selbst. Falls nichts geschieht, hilft der Knopf."
    ),
    "This launch was refused": "Dieser Start wurde abgelehnt",
    "This launch was used already or is too old. Go back to the course and open Mentoring again.": (
        "Dieser Start wurde schon benutzt oder ist zu alt. Gehen Sie zurück zum Kurs und öffnen Sie"
        " Mentoring noch einmal."
    ),
    "client_id is not the one this login started with.": (
        "client_id ist nicht die, mit der diese Anmeldung begann."
    ),
    "redirect_uri is not registered for this tool.": (
        "redirect_uri ist für dieses Werkzeug nicht registriert."
    ),
    "response_type must be id_token.": "response_type muss id_token sein.",
    "scope must be openid.": "scope muss openid sein.",
    "nonce is missing.": "nonce fehlt.",
    "state is missing.": "state fehlt.",
    "There is no such page": "Diese Seite gibt es nicht",
    "Go to the list of people and choose somebody.": (
        "Gehen Sie zur Liste der Personen und wählen Sie jemanden."
    ),
    "How campus and tool are connected": "So sind Campus und Werkzeug verbunden",
    "This campus as a platform": "Dieser Campus als Plattform",
    "Setting": "Angabe",
    "Value": "Wert",
    "Issuer": "Aussteller (Issuer)",
    "Authorisation endpoint": "Autorisierungs-Endpunkt",
    "Token endpoint": "Token-Endpunkt",
    "Public keys": "Öffentliche Schlüssel",
    "Registrations of the tool": "Registrierungen des Werkzeugs",
    "Client ID": "Client-ID",
    "Deployment ID": "Deployment-ID",
    "The tool": "Das Werkzeug",
    "Login initiation": "Anmelde-Adresse",
    "Redirect URI": "Rücksprung-Adresse",
    "Keys of the tool": "Schlüssel des Werkzeugs",
    "Fetched at %(time)s (UTC): %(count)s.": "Abgerufen um %(time)s (UTC): %(count)s.",
    "Key ID": "Schlüssel-ID",
    "Algorithm": "Verfahren",
    "Could not be fetched at %(time)s (UTC). Start the hub, then fetch again.": (
        "Abruf um %(time)s (UTC) gescheitert. Starten Sie den Hub und rufen Sie erneut ab."
    ),
    "Fetch again": "Erneut abrufen",
    "Keys of the tool were fetched at %(time)s (UTC).": (
        "Die Schlüssel des Werkzeugs wurden um %(time)s (UTC) abgerufen."
    ),
    "The tool does not answer. Start the hub, then open this page again.": (
        "Das Werkzeug antwortet nicht. Starten Sie den Hub und öffnen Sie diese Seite noch einmal."
    ),
    **texts_messages.GERMAN,
    **texts_hr.GERMAN,
    **texts_teams.GERMAN,
}


def translate(locale: str, text: str, **params: object) -> str:
    """A text of the campus in a language of LOCALES, with its placeholders filled.

    Raises:
        KeyError: the German translation is missing.
    """
    words = GERMAN[text] if locale == "de" else text
    return words % params if params else words
