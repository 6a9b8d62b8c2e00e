"""The section "audit": who changed what."""

import re

from core.domain.audit import AuditEntry
from core.sentence import sentence

AUDIT = "/settings/audit/"


def test_the_newest_deed_comes_first_with_what_changed(hub, desk):
    hub.source.key = "a-long-secret-of-abcd"
    desk.add(**{"field-key": hub.source.key})
    hub.clock.advance(seconds=5)
    page = desk.get(f"{desk.one}/schedule")
    desk.send(
        page, f"{desk.one}/schedule", every="60", held_share="25", **{"rule-1": ["email", "name"]}
    )
    page = desk.get(AUDIT).text
    order = ["was changed", "was checked", "was added"]
    places = [page.index(f"The connection Our HR {words}.") for words in order]
    assert places == sorted(places)
    assert "<del>10%</del> → <ins>25%</ins>" in page
    assert "<del>once a day</del> → <ins>every hour</ins>" in page
    assert "<ins>E-mail address + Full name</ins>" in page
    assert ">Key</dt>" in page
    assert "<ins>set</ins>" in page
    assert ">Source</dt>" in page
    assert "<ins>Fake HR</ins>" in page
    assert "<ins>it works</ins>" in page
    assert "ada@uni.test" in page
    assert hub.source.key not in page


def test_it_is_filtered_by_deed_and_person(hub, desk):
    desk.add()
    desk.press("dry-run")
    other = hub.administrator("bo@uni.test")
    hub.services.connections.switches.stop(other, hub.the_connection().id)
    page = desk.get(AUDIT, deed="connection.dry_run").text
    assert "A dry run of Our HR was started." in page
    assert "was added" not in page
    assert '<option value="connection.dry_run" selected>Dry run started</option>' in page
    page = desk.get(AUDIT, by=str(other.person_id)).text
    assert "Runs of Our HR were stopped." in page
    assert "was added" not in page
    assert "Nothing." in desk.get(AUDIT, deed="nothing").text


def test_long_ones_have_pages(hub, desk):
    desk.add()
    for _ in range(50):
        hub.services.connections.switches.stop(desk.actor, hub.the_connection().id)
    page = desk.get(AUDIT).text
    assert page.count('<th scope="row">') == 50
    older = re.search(r'href="([^"]*before=[^"]*)"', page)[1]
    page = desk.get(older.replace("&amp;", "&")).text
    assert "was added" in page
    assert "before=" not in page


def test_deeds_of_nobody_and_deeds_without_a_word(hub, desk):
    actor = desk.actor
    entry = AuditEntry(
        id=hub.entropy.uuid(),
        organization_id=actor.organization_id,
        at=hub.clock.now(),
        deed="something.else",
        subject="something",
        sentence=sentence("Something was done."),
        before={"orders": {"name": ["a"]}, "empty": []},
        after={"list": ["a", "b"]},
    )
    with hub.storage.tenant(actor.organization_id) as work:
        work.audit.add(entry)
    page = desk.get(AUDIT).text
    assert "Mentorloom itself" in page
    assert "something.else" in page
    assert "<ins>a, b</ins>" in page


def test_only_administrators_see_it(hub):
    assert hub.browser(hub.person(manages=True)).get(AUDIT).status_code == 403
