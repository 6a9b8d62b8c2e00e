"""Files of people, and somebody who came from one and has no account."""

from core.domain.program import Role

FILE = "Id;Name;E-Mail;Skills\nx1;Nadia Benyahia;nadia@example.org;Facilitation\n"


def put_people(hub, teacher):
    hub.services.people_import.apply(teacher, FILE, Role.MENTOR, ())
    ((one,)) = hub.services.people_linking.without_account(teacher)
    return str(one.person.id)


def thirty_people():
    """A file of 30 mentors; one line has a problem, one address is known in the course."""
    rows = ["Name;E-Mail;Fähigkeiten;Erfahrung;Kapazität;Schuhgröße"]
    rows += [
        f"Mentor {n:02};mentor{n}@example.org;statistics, Python {n};Led project {n};2;40"
        for n in range(1, 30)
    ]
    return "\n".join([*rows, "Too Many;too@example.org;law;Read law;200;40"]) + "\n"
