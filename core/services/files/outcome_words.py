"""How files of past suggestions name things: columns and outcomes, in English and German."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "mentee": (
        "mentee", "mentee id", "mentee name", "mentee email", "mentees", "student", "student id",
        "learner", "learner id", "protege", "applicant", "asked by", "requester",
        "studierende", "lernende", "anfragende person",
    ),
    "mentor": (
        "mentor", "mentor id", "mentor name", "mentor email", "mentors", "candidate",
        "candidate id", "suggested mentor", "coach", "coach id", "advisor", "adviser",
        "mentor in", "mentorin", "vorgeschlagen",
    ),
    "outcome": (
        "outcome", "status", "label", "result", "decision", "state", "matched", "match",
        "accepted", "accept", "response", "answer", "y", "target", "success", "action",
        "ergebnis", "ausgang", "entscheidung", "antwort", "angenommen",
    ),
    "date": (
        "date", "day", "time", "timestamp", "created", "created at", "suggested at", "asked at",
        "decided at", "datum", "zeit", "zeitpunkt", "vom",
    ),
    "reason": (
        "reason", "decline reason", "declined because", "why", "comment", "grund",
        "ablehnungsgrund", "begründung",
    ),
    "rating": (
        "rating", "pulse", "stars", "satisfaction", "pulse rating", "feedback score",
        "bewertung", "zufriedenheit", "sterne",
    ),
}  # fmt: skip

GOOD = frozenset({
    "1", "1 0", "true", "t", "yes", "y", "good", "match", "matched", "accept", "accepted",
    "active", "completed", "complete", "success", "successful", "approved", "started", "positive",
    "selected", "chosen", "confirmed", "paired", "like", "liked",
    "ja", "j", "wahr", "angenommen", "gut", "zugesagt", "erfolgreich", "abgeschlossen",
})  # fmt: skip
BAD = frozenset({
    "0", "0 0", "false", "f", "no", "n", "bad", "skip", "skipped", "decline", "declined",
    "reject", "rejected", "refused", "expired", "ignored", "unmatched", "not matched",
    "no response", "no answer", "passed", "failed", "negative", "dismissed", "1 neg", "dislike",
    "nein", "falsch", "abgelehnt", "abgesagt", "schlecht", "übersprungen", "verfallen",
    "keine antwort", "nicht angenommen",
})  # fmt: skip
UNDECIDED = frozenset({
    "", "pending", "open", "waiting", "unknown", "none", "null", "nan", "na", "n a", "shown",
    "suggested", "withdrawn", "cancelled", "canceled", "offen", "wartet", "unbekannt",
    "zurückgezogen", "vorgeschlagen",
})  # fmt: skip
"""These say nothing about the two and are left out."""

NO_ROOM = (
    "full", "capacity", "time", "busy", "workload", "vacation", "leave", "schedule",
    "zeit", "voll", "ausgelastet", "kapazität", "urlaub", "termin",
)  # fmt: skip
"""A mentor who declines for one of these says little about whether the two fit."""
