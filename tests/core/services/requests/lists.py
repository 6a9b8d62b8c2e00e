"""A mentee's list: sending one, who is on it, and the request that came of it."""


def names(entries):
    return [entry.mentor.name for entry in entries]


def listed(campus, mia, mentors):
    for mentor in mentors:
        campus.choices.add(mia, mentor.person_id, f"Dear {mentor.person_id.int}", score=0.5)
    return campus.choices.send(mia)


def request_to(campus, mentor):
    return next(v.match for v in campus.requests.mine(mentor) if v.match.state == "offered")
