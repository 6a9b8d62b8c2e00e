import base64
from dataclasses import replace

import pytest
from urllib3 import encode_multipart_formdata

from core.domain.course import CourseMember, CourseRole
from core.domain.person import LTI_ISSUER, Identity
from core.domain.program import Role
from core.services.programs.people_import import LARGEST_FILE
from core.services.runs.computing import RunComputing
from core.services.runs.runs import COMPUTE_RUN
from tests.fakes.encoder import FakeEncoder
from tests.fakes.worker import run_all
from tests.web.hub import ORGANIZATION, PROGRAM, REGISTRATION

PAGE = "/app/program/people"
MENTORS = "Id;Name;Skills;Capacity;Shoe size\nm1;Petra Zeller;Rust;2;40\nm2;David Osei;;two;41\n"


@pytest.fixture
def teacher(hub):
    return hub.browser(hub.person("Tess", manages=True))


@pytest.fixture
def member(hub):
    """Makes somebody who is in the course by its roster."""

    def made(name, email=""):
        actor = hub.person(name)
        with hub.storage.tenant(ORGANIZATION) as work:
            work.people.save(replace(work.people.get(actor.person_id), email=email))
            issuer = LTI_ISSUER.format(REGISTRATION)
            work.people.link(Identity(issuer=issuer, subject=name, person_id=actor.person_id))
            known = CourseMember(
                registration_id=REGISTRATION,
                context_id="c1",
                organization_id=ORGANIZATION,
                subject=name,
                person_id=actor.person_id,
                roster_roles=frozenset({CourseRole.LEARNER}),
            )
            work.rosters.save_members([known])
        return actor

    return made


def upload(client, text, role="mentor", name="people.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    body, kind = encode_multipart_formdata({"role": role, "file": (name, data)})
    return client.post(PAGE, data=body, content_type=kind)


def apply(client, text, role="mentor", **form):
    sent = {"role": role, "text": base64.b64encode(text.encode()).decode(), **form}
    return client.post(f"{PAGE}/apply", data=sent, content_type="multipart/form-data")


def names(hub, role):
    with hub.storage.tenant(ORGANIZATION) as work:
        parts = work.participations.of_program(PROGRAM)
        return {work.people.get(p.person_id).name for p in parts if p.role is role}


class TestImport:
    def test_a_file_is_shown_then_imported(self, hub, teacher):
        assert "People and files" in teacher.get("/app/program").text
        assert "Show what it would do" in teacher.get(PAGE).text
        shown = upload(teacher, MENTORS)
        assert shown.status_code == 200
        assert "Nothing is stored yet." in shown.text
        assert "Petra Zeller" in shown.text
        assert "“two” is no number of places" in shown.text
        assert "Shoe size" in shown.text
        assert "Import 1 person" in shown.text
        assert names(hub, Role.MENTOR) == set()
        done = apply(teacher, MENTORS)
        assert done.location.startswith(f"{PAGE}?added=1&changed=0&same=0")
        assert names(hub, Role.MENTOR) == {"Petra Zeller"}
        page = teacher.get(done.location).text
        assert "The people of the file are imported." in page
        assert "Without an account" in page
        again = upload(teacher, MENTORS).text
        assert "Imported before" in again

    def test_the_form_brings_the_file_back(self, teacher):
        shown = upload(teacher, MENTORS.encode("cp1252")).text
        sent = base64.b64encode(MENTORS.encode()).decode()
        assert f'value="{sent}"' in shown

    def test_how_excel_writes_is_understood_and_said(self, teacher):
        shown = upload(teacher, "Name;Ziele\nÜnal;Größeres\n".encode("cp1252"), "mentee").text
        assert "read as Windows-1252" in shown
        assert "Ünal" in shown

    def test_many_problems_are_listed_up_to_a_point(self, teacher):
        rows = "".join(f"{n},x,oops\n" for n in range(250))
        shown = upload(teacher, "id,skills,capacity\n" + rows).text
        assert "and 50 more" in shown
        assert "Import" not in shown.split("<form")[1].split("</form>")[0]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "The file is empty"),
            ("name\nAda\n", "No column says anything to match by"),
            (b"x" * (LARGEST_FILE + 1), "larger than 5 MB"),
        ],
    )
    def test_files_that_cannot_be_used(self, teacher, text, words):
        answer = upload(teacher, text)
        assert answer.status_code == 422
        assert words in answer.text

    def test_requests_that_are_larger_than_any_file(self, teacher):
        size = {"CONTENT_LENGTH": str(4 * LARGEST_FILE + 1)}
        for path in (PAGE, f"{PAGE}/apply"):
            answer = teacher.post(path, data=b"", environ_overrides=size)
            assert answer.status_code == 422
            assert "larger than 5 MB" in answer.text

    def test_no_file_at_all(self, teacher):
        answer = upload(teacher, "", name="")
        assert answer.status_code == 422
        assert "Choose a file first." in answer.text

    def test_what_our_forms_do_not_send(self, teacher):
        assert upload(teacher, MENTORS, role="boss").status_code == 400
        assert apply(teacher, MENTORS, same="2").status_code == 400
        sent = {"role": "mentor", "text": "?"}
        assert teacher.post(f"{PAGE}/apply", data=sent).status_code == 400
        broken = {"role": "mentor", "text": base64.b64encode(b"PK\0").decode()}
        assert teacher.post(f"{PAGE}/apply", data=broken).status_code == 422

    def test_only_managers(self, hub, mentee):
        learner = hub.browser(mentee)
        assert learner.get(PAGE).status_code == 403
        assert upload(learner, MENTORS).status_code == 403
        assert apply(learner, MENTORS).status_code == 403
        assert learner.get(f"{PAGE}/mentor.csv").status_code == 403
        assert learner.get(f"{PAGE}/{mentee.person_id}").status_code == 403

    def test_without_a_programme_there_is_nothing_to_import_into(self, hub):
        early = hub.browser(hub.person("Tess", manages=True, program_id=None, context_id="c2"))
        assert early.get(PAGE).location == "/app/"


class TestDoubtfulPeople:
    FILE = "name,email,skills\nA. Lovelace,ada@example.org,Maths\n"

    def test_a_manager_decides(self, hub, teacher, member):
        ada = member("Ada", "ada@example.org")
        shown = upload(teacher, self.FILE).text
        assert "Are these the same people?" in shown
        assert f'value="2:{ada.person_id}"' in shown
        apply(teacher, self.FILE, same=f"2:{ada.person_id}")
        assert names(hub, Role.MENTOR) == {"Ada"}
        assert "what they said themselves stays" in upload(teacher, self.FILE).text

    def test_all_at_once(self, hub, teacher, member):
        member("Ada", "ada@example.org")
        apply(teacher, self.FILE, all="1")
        assert names(hub, Role.MENTOR) == {"Ada"}

    def test_nobody_is_new(self, hub, teacher, member):
        member("Ada", "ada@example.org")
        apply(teacher, self.FILE)
        assert names(hub, Role.MENTOR) == {"A. Lovelace"}

    def test_thousands_of_decisions_are_taken(self, hub, teacher, member):
        ada = member("Ada", "ada@example.org")
        ticked = [f"{line}:{ada.person_id}" for line in range(2, 3000)]
        answer = apply(teacher, self.FILE, same=ticked)
        assert "Upload the file again" in answer.text
        assert names(hub, Role.MENTOR) == set()

    def test_a_decision_that_fits_no_more_shows_the_file_again(self, hub, teacher, member):
        ben = member("Ben", "ben@example.org")
        answer = apply(teacher, self.FILE, same=f"2:{ben.person_id}")
        assert answer.status_code == 422
        assert "Upload the file again" in answer.text
        assert names(hub, Role.MENTOR) == set()


class TestExport:
    def test_a_file_that_spreadsheets_open(self, teacher):
        apply(teacher, "name,skills\n'=Ünal,Rust\n")
        answer = teacher.get(f"{PAGE}/mentor.csv")
        assert answer.mimetype == "text/csv"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="mentors.csv"'
        assert answer.data.startswith(b"\xef\xbb\xbfid,lms_id,name,")
        assert "'=Ünal" in answer.text
        assert "Stays as it is" in upload(teacher, answer.data).text
        assert teacher.get(f"{PAGE}/boss.csv").status_code == 400

    def test_browsers_without_cookies_get_the_text_on_a_page(self, hub, teacher):
        apply(teacher, "name,skills\n<Petra>,Rust\n")
        token = hub.opened(hub.person("Tea", manages=True), locale="en").token
        client = hub.app.test_client()
        bearer = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}
        start = client.get(PAGE, headers=bearer).text
        link = f"{PAGE}/mentor.csv?show=1"
        assert f'href="{link}"' in start
        assert "download" not in start
        assert "&lt;Petra&gt;" in client.get(link, headers=bearer).text


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
