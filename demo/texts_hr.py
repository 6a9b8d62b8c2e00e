"""German words of the stand-in HR system."""

from collections.abc import Mapping

GERMAN: Mapping[str, str] = {
    "HR system": "Personalsystem",
    "HR system of Fjordwerk Robotics": "Personalsystem von Fjordwerk Robotics",
    "A stand-in for BambooHR. Connect the hub to it under Settings, Connections, with this address"
    " and key; then change something here and let the hub read again.": (
        "Steht für BambooHR. Verbinden Sie den Hub unter Einstellungen, Verbindungen, mit dieser"
        " Adresse und diesem Schlüssel. Ändern Sie dann hier etwas und lassen Sie den Hub noch"
        " einmal lesen."
    ),
    "Address": "Adresse",
    "API key": "API-Schlüssel",
    "Hire somebody": "Jemanden einstellen",
    "Given name": "Vorname",
    "Family name": "Familienname",
    "Hire": "Einstellen",
    "People on the books": "Beschäftigte",
    "Reports to %(name)s": "Berichtet an %(name)s",
    "Has left": "Hat das Unternehmen verlassen",
    "Change the title": "Titel ändern",
    "Go on leave": "In Auszeit gehen",
    "Return from leave": "Aus der Auszeit zurückkehren",
    "Leave the company": "Das Unternehmen verlassen",
    "Come back": "Zurückkommen",
    "Delete the record": "Datensatz löschen",
}
