"""German words for what teachers and administrators do with tools, and for refused messages."""

from collections.abc import Mapping

GERMAN: Mapping[str, str] = {
    "Activities": "Aktivitäten",
    "Graded, up to %(points)s points": "Mit Bewertung, bis zu %(points)s Punkte",
    "For teachers": "Für Lehrende",
    "Add activity": "Aktivität hinzufügen",
    "Copy this course": "Diesen Kurs kopieren",
    "Choose a tool; it shows what can be added.": (
        "Wählen Sie ein Werkzeug; es zeigt, was hinzugefügt werden kann."
    ),
    "Select content": "Inhalt auswählen",
    "Assignments: several at once": "Aufgaben: mehrere auf einmal",
    "One assignment": "Eine Aufgabe",
    "One ungraded link in a module": "Ein Link ohne Bewertung in einem Modul",
    "Cancel": "Abbrechen",
    "Close": "Schließen",
    "Content from %(tool)s": "Inhalte von %(tool)s",
    "These activities will be added:": "Diese Aktivitäten werden hinzugefügt:",
    "These activities were added:": "Diese Aktivitäten wurden hinzugefügt:",
    "Nothing was chosen.": "Es wurde nichts ausgewählt.",
    "Save and return to course": "Speichern und zum Kurs zurückkehren",
    "Use the links outside of this frame to go on.": (
        "Mit den Links außerhalb dieses Rahmens geht es weiter."
    ),
    "The tool's answer was refused": "Die Antwort des Werkzeugs wurde abgelehnt",
    "This selection was answered already or is too old. Go back to the course and begin again.": (
        "Diese Auswahl wurde schon beantwortet oder ist zu alt. Gehen Sie zurück zum Kurs und"
        " beginnen Sie noch einmal."
    ),
    "message_type must be LtiDeepLinkingResponse.": (
        "message_type muss LtiDeepLinkingResponse sein."
    ),
    "version must be 1.3.0.": "version muss 1.3.0 sein.",
    "deployment_id is not the one of the request.": "deployment_id ist nicht die der Anfrage.",
    "data is not what the request carried.": "data ist nicht, was die Anfrage enthielt.",
    "nonce was used already.": "nonce wurde schon benutzt.",
    "No published key of the tool has this kid.": (
        "Kein veröffentlichter Schlüssel des Werkzeugs hat diese kid."
    ),
    "The JWT cannot be accepted: %(detail)s.": "Das JWT ist nicht annehmbar: %(detail)s.",
    "content_items must be a list.": "content_items muss eine Liste sein.",
    "Only one item can be chosen here.": "Hier kann nur ein Eintrag gewählt werden.",
    "Every item must be an ltiResourceLink.": "Jeder Eintrag muss ein ltiResourceLink sein.",
    "custom must hold texts only.": "custom darf nur Texte enthalten.",
    "url must be an http or https address.": "url muss eine http- oder https-Adresse sein.",
    "scoreMaximum must be a positive number.": "scoreMaximum muss eine positive Zahl sein.",
    "%(name)s must be a text.": "%(name)s muss ein Text sein.",
    "%(name)s must be an object.": "%(name)s muss ein Objekt sein.",
    "Manage tools": "Werkzeuge verwalten",
    "Active": "Aktiv",
    "Pending": "Wartet auf Freigabe",
    "Add a tool": "Werkzeug hinzufügen",
    "A tool of this domain is registered already. Update it, or register it as new?": (
        "Ein Werkzeug dieser Domain ist schon registriert. Soll es aktualisiert oder neu"
        " registriert werden?"
    ),
    "Update %(tool)s (%(client_id)s)": "%(tool)s (%(client_id)s) aktualisieren",
    "Register as new": "Neu registrieren",
    "Write an address that begins with https:// or http://.": (
        "Geben Sie eine Adresse ein, die mit https:// oder http:// beginnt."
    ),
    "Registration page of the tool": "Registrierungsseite des Werkzeugs",
    "Register a tool": "Werkzeug registrieren",
    "See what was registered": "Ansehen, was registriert wurde",
    "Permissions": "Berechtigungen",
    "What the tool is told about people": "Was das Werkzeug über Personen erfährt",
    "public": "Namen und E-Mail-Adressen",
    "name_only": "nur Namen",
    "email_only": "nur E-Mail-Adressen",
    "anonymous": "weder Namen noch E-Mail-Adressen",
    "Save": "Speichern",
    "Enable": "Einschalten",
    "Activate": "Freigeben",
    "Teachers do not find this tool yet when they add activities.": (
        "Lehrende finden dieses Werkzeug noch nicht, wenn sie Aktivitäten hinzufügen."
    ),
    "Show in activity chooser": "In der Aktivitätenauswahl zeigen",
    "Registration": "Registrierung",
    "Target": "Ziel",
    "Messages": "Nachrichten",
    "Custom parameters": "Eigene Parameter",
    "Scopes": "Scopes",
    "all": "alle",
    "Observers": "Beobachtende",
    "observer": "Beobachtende*r",
    "test": "Testperson",
    "Student view": "Sicht der Teilnehmenden",
    "Outside of courses": "Außerhalb von Kursen",
    "Gradebook": "Bewertungen",
    "Person": "Person",
    "Score": "Punkte",
    "Work": "Arbeit",
    "Review": "Ansehen",
    "Review %(item)s of %(name)s": "%(item)s von %(name)s ansehen",
    "Nothing is graded here yet.": "Hier wird noch nichts bewertet.",
}
