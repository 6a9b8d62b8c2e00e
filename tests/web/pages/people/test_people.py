import base64

import pytest

from core.domain.program import Role
from core.services.programs.people_import import LARGEST_FILE
from tests.web.pages.people.people_files import MENTORS, PAGE, apply, names, upload


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
