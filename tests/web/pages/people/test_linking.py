"""Joining people of files with accounts; the API; the way from two files to matches."""

from dataclasses import replace

import pytest

from core.domain.program import Role
from core.services.runs.computing import RunComputing
from core.services.runs.runs import COMPUTE_RUN
from tests.fakes.encoder import FakeEncoder
from tests.fakes.worker import run_all
from tests.web.hub import ORGANIZATION, PROGRAM
from tests.web.pages.people.people_files import PAGE, apply, names


class TestJoining:
    @pytest.fixture
    def petra(self, hub, teacher):
        apply(teacher, "id,name,skills\nm1,Petra Zeller,Rust\n")
        actor = hub.person("Looks", manages=True)
        ((one,)) = hub.services.people_linking.without_account(actor)
        return one.person

    def test_a_manager_joins_the_two(self, teacher, member, petra):
        assert "Nobody with this name or address" in teacher.get(PAGE).text
        assert "Nobody in the course fits." in teacher.get(f"{PAGE}/{petra.id}").text
        account = member("Petra Zeller")
        assert "1 person with the same name or address" in teacher.get(PAGE).text
        page = teacher.get(f"{PAGE}/{petra.id}").text
        assert str(account.person_id) in page
        done = teacher.post(f"{PAGE}/{petra.id}", data={"member": account.person_id})
        assert done.location == f"{PAGE}?done=people-linked"
        assert "Without an account" not in teacher.get(PAGE).text
        assert teacher.get(f"{PAGE}/{petra.id}").status_code == 404

    def test_members_are_searched(self, teacher, member, petra):
        for number in range(51):
            member(f"Learner {number:02}")
        page = teacher.get(f"{PAGE}/{petra.id}?q=learner").text
        assert "Learner 49" in page
        assert "Learner 50" not in page
        assert "and 1 more" in page

    def test_two_who_have_begun_stay_two(self, hub, teacher, member, petra, mentee):
        account = member("Petra Zeller")
        hub.services.participations.join(account, Role.MENTOR)
        hub.services.requests.ask(mentee, petra.id)
        form = {"member": account.person_id}
        answer = teacher.post(f"{PAGE}/{petra.id}", data=form)
        assert answer.status_code == 409
        assert "They have to stay two people." in answer.text


class TestApi:
    URL = "/api/v1/programs/current/people"

    def test_preview_import_and_export(self, hub, teacher, member):
        ada = member("Ada", "ada@example.org")
        text = "name,email,skills,capacity\nA. L.,ada@example.org,Maths,1\nBo,,Law,x\n"
        sent = {"role": "mentor", "csv": text}
        plan = teacher.post(f"{self.URL}/preview", json=sent).json
        assert plan["columns"]["skills"] == "skills_offered"
        assert plan["problems"][0]["line"] == 3
        assert plan["people"] == [
            {
                "line": 2,
                "name": "A. L.",
                "known": "email",
                "person": {"id": str(ada.person_id), "name": "Ada"},
                "effect": "added",
            }
        ]
        same = [{"line": 2, "person_id": str(ada.person_id)}]
        done = teacher.post(self.URL, json={**sent, "same": same})
        assert done.json == {"added": 1, "changed": 0, "same": 0}
        written = teacher.get(f"{self.URL}?role=mentor").json["csv"]
        assert "ada@example.org" in written
        assert names(hub, Role.MENTOR) == {"Ada"}

    def test_large_files_are_taken(self, teacher):
        text = "name,skills\n" + "".join(f"Person {n},{'x' * 400}\n" for n in range(4000))
        sent = {"role": "mentor", "csv": text}
        plan = teacher.post(f"{self.URL}/preview", json=sent)
        assert len(plan.json["people"]) == 4000

    def test_only_managers(self, hub, mentee):
        learner = hub.browser(mentee)
        sent = {"role": "mentor", "csv": "name,skills\nAda,Rust\n"}
        assert learner.post(self.URL, json=sent).status_code == 403
        assert learner.post(f"{self.URL}/preview", json=sent).status_code == 403
        assert learner.get(f"{self.URL}?role=mentor").status_code == 403


def test_from_two_files_to_published_matches_and_an_account(hub, teacher, member):
    """A manager's morning: import, match everybody, publish; then somebody opens Mentorloom."""
    skills = ("rust", "law", "chess", "baking", "piano")
    mentors = "".join(f"m{n},Mentor {n},{skill},2\n" for n, skill in enumerate(skills))
    mentees = "".join(f"e{n},Mentee {n},Learn {skill},{skill}\n" for n, skill in enumerate(skills))
    apply(teacher, "id,name,skills,capacity\n" + mentors)
    apply(teacher, "id,name,goals,skills\n" + mentees, "mentee")
    run = teacher.post("/app/program/runs", data={"who": "waiting", "objective": "total"}).location
    hub.read_texts_only()
    job = RunComputing(hub.storage, hub.clock, FakeEncoder.model)
    run_all(hub.storage, {COMPUTE_RUN: job.compute_match_run})
    teacher.post(run, data={"action": "approve-all"})
    teacher.post(f"{run}/publish", data={"how": "begin"})
    with hub.storage.tenant(ORGANIZATION) as work:
        matches = work.matches.of_program(PROGRAM)
        people = work.people.get_many({p for m in matches for p in (m.mentee_id, m.mentor_id)})
    names = {(people[m.mentee_id].name, people[m.mentor_id].name) for m in matches}
    assert names == {(f"Mentee {n}", f"Mentor {n}") for n in range(5)}
    account = member("Mentee 3", "three@example.edu")
    (three,) = [person for person in people.values() if person.name == "Mentee 3"]
    teacher.post(f"{PAGE}/{three.id}", data={"member": account.person_id})
    mine = hub.browser(replace(account, person_id=three.id)).get("/app/matches").text
    assert "Mentor 3" in mine
