"""OneRoster's archives."""

import io
import zipfile

import pytest

from core.domain.directory import EmploymentStatus
from core.errors import InvalidInputError, NotFoundError
from core.ports.connectors import CursorExpiredError
from integrations.school.oneroster import archive
from integrations.school.oneroster.uploaded import OneRosterFile
from tests.vendors.contexts import GivenSecrets, context_of, read_all

FILE = OneRosterFile(page=2)
MANIFEST = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.users,%s\n"
ORGS = """\
sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
north,,,North School,school,,
"""
USERS = """\
sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,\
identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,\
resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,\
primaryOrgSourcedId,pronouns
s1,,,true,ada,,Ada,Lovelace,,1001,ada@school.example,,,,10,secret,state-1,,,,,north,
s2,,,true,bob,,Bob,Example,,1002,,,,,10,,,,Bobby,,,,
t1,,,true,ruth,,Ruth,Adeyemi,,,ruth@school.example,,,,,,,,,,,,
p1,,,true,paul,,Paul,Parent,,,,,,,,,,,,,,,
"""
ROLES = """\
sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,\
userProfileSourcedId
r1,,,s1,primary,student,,,north,
r2,,,s2,primary,student,,,north,
r3,,,t1,primary,teacher,,,north,
r4,tobedeleted,,t1,secondary,student,,,north,
r5,,,p1,primary,parent,,,north,
"""
OLDER = """\
sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,\
familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
s1,active,,true,"other,north",student,ada,,Ada,Lovelace,,1001,,,,,,
"""


def packed(**files):
    held = {"manifest": MANIFEST % "bulk", "orgs": ORGS, "users": USERS, "roles": ROLES, **files}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as into:
        for name, text in held.items():
            if text is not None:
                into.writestr(f"{name}.csv", text)
    return content.getvalue()


class Nowhere:
    origin = "https://nowhere.example"


def context(file, who="members"):
    return context_of(Nowhere, {"who": who}, GivenSecrets(), file=file)


def read(file, cursor=None, who="members"):
    return read_all(FILE, "people", context(file, who), cursor)


class TestArchive:
    def test_is_read_whole(self):
        people, gone, bad, cursor = read(packed())
        assert set(people) == {"s1", "s2", "t1"}
        assert (gone, bad, cursor) == ([], [], None)
        assert FILE.check(context(packed())).account_id == "oneroster-csv"

    def test_is_told_as_records(self):
        people = read(packed())[0]
        ada, bob, ruth = people["s1"], people["s2"], people["t1"]
        assert (ada.name, ada.user_name, ada.employee_number) == ("Ada Lovelace", "ada", "1001")
        assert (ada.external_id, ada.title, ada.work_location) == (
            "state-1",
            "Student",
            "North School",
        )
        assert (bob.name, bob.status) == ("Bobby Example", EmploymentStatus.ACTIVE)
        assert (ruth.title, ruth.status) == ("Teacher", EmploymentStatus.ACTIVE)

    @pytest.mark.parametrize(
        ("who", "keys"),
        [("staff", {"t1"}), ("students", {"s1", "s2"}), ("everybody", {"s1", "s2", "t1", "p1"})],
    )
    def test_is_read_for_whom_administrators_want(self, who, keys):
        assert set(read(packed(), who=who)[0]) == keys

    def test_who_may_not_sign_in_is_not_there(self):
        assert "s2" not in read(packed(users=USERS.replace("true,bob", "false,bob")))[0]

    def test_may_be_of_the_older_version(self):
        ada = read(packed(users=OLDER, roles=None))[0]["s1"]
        assert (ada.title, ada.work_location) == ("Student", "North School")

    def test_may_have_a_byte_order_mark_and_no_schools(self):
        people = read(packed(users=f"\ufeff{USERS}", orgs=None))[0]
        assert people["s1"].work_location == ""

    def test_goes_on_after_a_page(self):
        pages = list(FILE.pull("people", context(packed()), None, None))
        assert [len(page.upserts) for page in pages] == [2, 1]
        rest = list(FILE.pull("people", context(packed()), pages[0].next_cursor, None))
        assert rest == pages[1:]

    def test_that_was_replaced_is_read_anew(self):
        first = next(FILE.pull("people", context(packed()), None, None))
        with pytest.raises(CursorExpiredError):
            read(packed(orgs=None), first.next_cursor)

    def test_lines_that_cannot_be_used_are_left_out(self):
        more = "s1,,,true,again,,Ada,Twice\n,,,true,nobody\ns9,,,perhaps,x\n"
        people, _, bad, _ = read(packed(users=USERS + more))
        assert people["s1"].user_name == "ada"
        assert [(one.key, one.place) for one in bad] == [
            ("s1", "users.csv, row 6"),
            ("", "users.csv, row 7"),
            ("s9", "users.csv, row 8"),
        ]

    def test_knows_who_was_before_the_cursor(self):
        users = f"{USERS}s1,,,true,again,,Ada,Twice\n"
        first = next(FILE.pull("people", context(packed(users=users)), None, None))
        assert [one.key for one in read(packed(users=users), first.next_cursor)[2]] == ["s1"]


class TestForm:
    def test_asks_whom_to_read(self):
        assert FILE.read({"who": "staff"}) == {"who": "staff"}
        assert [one.name for one in FILE.fields] == ["who"]
        assert FILE.hosts({}) == frozenset()
        assert FILE.manifest.receives
        assert len(FILE.streams) == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("file", "told"),
        [
            (b"sourcedId,status", "no ZIP"),
            (packed()[:40] + packed()[60:], "cannot be read"),
            (packed(users=None), "no file users.csv"),
            (packed(manifest=None), "no file manifest.csv"),
            (packed(manifest=MANIFEST % "delta"), "delta"),
            (packed(users=USERS.replace("Lovelace", "Löve").encode("latin-1")), "cannot be read"),
            (packed(users=f'{USERS}"s9"x,y\n'), "cannot be read"),
        ],
    )
    def test_say_what_to_do(self, file, told):
        with pytest.raises(InvalidInputError, match=told):
            read(file)

    def test_of_passwords(self):
        locked = bytearray(packed())
        for mark in (b"PK\x01\x02", b"PK\x03\x04"):
            at = locked.find(mark)
            locked[at + (8 if mark == b"PK\x01\x02" else 6)] |= 1
        with pytest.raises(InvalidInputError, match="password"):
            FILE.check(context(bytes(locked)))

    def test_of_bombs(self, monkeypatch):
        monkeypatch.setattr(archive, "MOST_BYTES", 100)
        with pytest.raises(InvalidInputError, match="unpacks"):
            FILE.check(context(packed()))

    def test_while_nothing_was_uploaded(self):
        with pytest.raises(NotFoundError):
            FILE.check(context(None))
