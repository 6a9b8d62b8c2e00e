"""What a run found: pairs, reasons, those left over, files."""

import csv
import io
from dataclasses import replace

import pytest

from core.domain.program import Role
from tests.web.hub import ORGANIZATION
from tests.web.pages.runs.computed import RUNS, START, compute, tables, told


class TestResult:
    def test_pairs_with_scores_reasons_and_proof(self, tess, run):
        page = tess.get(run).text
        assert "Proved: no other way" in page
        assert "nothing was learned from outcomes" in page
        for name in ("wants rust", "knows rust", "You want to learn rust; this mentor offers it."):
            assert name in page
        assert "Every mentee of this run has a mentor." in page
        assert "Approve all 3 open pairs" in page

    def test_search_order_and_lists(self, tess, run):
        found = tess.get(f"{run}?q=knows+law&order=mentor&show=open").text
        assert "wants law" in found
        assert "wants rust" not in found
        assert "Not approved yet: 1" in found
        odd = tess.get(f"{run}?order=magic&show=magic&page=99").text
        assert "wants rust" in odd
        assert "No pair is on this list." in tess.get(f"{run}?show=locked").text

    def test_pages_of_a_long_list(self, hub, tess, run):
        newest, pairs = tables(hub)
        with hub.storage.tenant(ORGANIZATION) as work:
            for number in range(60):
                mentee = hub.person(f"mentee {number:02}")
                work.run_pairs.save_many(
                    [replace(pairs[0], run_id=newest.id, mentee_id=mentee.person_id)]
                )
        page = tess.get(f"{run}?order=mentee").text
        assert "page 1 of 2" in page
        assert "Next page" in page
        assert "Previous page" in tess.get(f"{run}?order=mentee&page=2").text

    @pytest.mark.usefixtures("cohort")
    def test_those_left_over_and_why(self, hub, tess):
        told(hub, hub.person("<b>Bo</b>", Role.MENTEE))
        spare = told(hub, hub.person("Spare"), skills_offered=("tea",))
        hub.services.participations.join(spare, Role.MENTOR, 1)
        address = tess.post(RUNS, data=START).location
        compute(hub)
        page = tess.get(address).text
        assert "&lt;b&gt;Bo&lt;/b&gt;" in page
        assert "names neither a goal nor a skill" in page
        assert "1 mentor with a free place has nobody" in page

    @pytest.mark.usefixtures("cohort")
    def test_files_are_safe_to_open(self, hub, tess):
        told(hub, hub.person("=HYPERLINK()", Role.MENTEE), skills_wanted=("rust",))
        told(hub, hub.person("@left", Role.MENTEE))
        cleverer = told(hub, hub.person("+knows"), skills_offered=("rust",))
        hub.services.participations.join(cleverer, Role.MENTOR, 1)
        address = tess.post(RUNS, data=START).location
        compute(hub)
        answer = tess.get(f"{address}/pairs.csv")
        assert answer.mimetype == "text/csv"
        assert "attachment" in answer.headers["Content-Disposition"]
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == 4
        assert {"'=HYPERLINK()"} <= {row["mentee"] for row in rows}
        assert rows[0]["reason_1"].startswith("You want to learn")
        assert {row["approved"] for row in rows} == {"no"}
        left = list(csv.DictReader(io.StringIO(tess.get(f"{address}/left-over.csv").text)))
        assert [row["name"] for row in left] == ["'@left"]

    def test_a_run_of_elsewhere_does_not_exist(self, tess, run):
        other = run[:-4] + "ffff"
        for path in (other, f"{other}/progress", f"{other}/pairs.csv", f"{other}/publish"):
            assert tess.get(path).status_code == 404
