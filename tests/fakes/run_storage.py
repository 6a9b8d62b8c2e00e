"""Whole-cohort runs in memory."""

from dataclasses import replace

from core.domain.match_run import PairOrigin, RunState
from core.domain.match_run_pages import NamedPair, PairCounts, PairOrder, PairPage, PairShow
from core.domain.program import Role
from tests.fakes.tables import Repository

SHOWN = {
    PairShow.ALL: lambda _pair: True,
    PairShow.OPEN: lambda pair: not pair.approved,
    PairShow.APPROVED: lambda pair: pair.approved and pair.match_id is None,
    PairShow.LOCKED: lambda pair: pair.locked,
    PairShow.CHANGED: lambda pair: pair.origin is PairOrigin.MANUAL,
    PairShow.PUBLISHED: lambda pair: pair.match_id is not None,
    PairShow.PROBLEM: lambda pair: pair.problem is not None,
}
ORDER = {
    PairOrder.WEAKEST: lambda named: named.pair.score,
    PairOrder.BEST: lambda named: -named.pair.score,
    PairOrder.MENTEE: lambda named: named.mentee.name.lower(),
    PairOrder.MENTOR: lambda named: named.mentor.name.lower(),
}


class FakeMatchRuns(Repository):
    def get(self, run_id):
        return self.own("match_runs").get(run_id)

    def lock(self, run_id):
        return self.get(run_id)

    def of_program(self, program_id, most=50):
        rows = [r for r in self.own("match_runs").values() if r.program_id == program_id]
        return sorted(rows, key=lambda r: (r.started_at, r.id), reverse=True)[:most]

    def save(self, run):
        self.own("match_runs")[run.id] = run

    def tell(self, run_id, phase, done, total, at):
        run = self.get(run_id)
        if run is None or run.state is not RunState.RUNNING:
            return False
        self.save(replace(run, phase=phase, done=done, total=total, told_at=at))
        return True

    def add_edits(self, edits):
        for edit in edits:
            self.own("match_run_edits")[edit.run_id, edit.number, edit.mentee_id] = edit

    def edits(self, run_id):
        edits = [e for e in self.own("match_run_edits").values() if e.run_id == run_id]
        return sorted(edits, key=lambda e: (-e.number, e.mentee_id))

    def last_edits(self, run_id):
        edits = [e for e in self.own("match_run_edits").values() if e.run_id == run_id]
        newest = max((e.number for e in edits), default=0)
        return sorted((e for e in edits if e.number == newest), key=lambda e: e.mentee_id)

    def remove_edits(self, run_id, number):
        edits = self.own("match_run_edits")
        for key in [key for key in edits if key[:2] == (run_id, number)]:
            del edits[key]


class FakeRunPairs(Repository):
    def replace(self, run_id, pairs, left_overs):
        for name in ("match_run_pairs", "match_run_left_overs"):
            rows = self.own(name)
            for key in [key for key in rows if key[0] == run_id]:
                del rows[key]
        self.save_many(pairs)
        self.add_left_overs(left_overs)

    def of_run(self, run_id):
        pairs = [p for p in self.own("match_run_pairs").values() if p.run_id == run_id]
        return sorted(pairs, key=lambda p: p.mentee_id)

    def plain(self, run_id):
        return [pair.plain() for pair in self.of_run(run_id)]

    def drafts(self, run_id):
        pairs = [pair for pair in self.of_run(run_id) if pair.match_id is None]
        return {pair.mentee_id: pair.mentor_id for pair in pairs}

    def get_many(self, run_id, mentee_ids):
        return {p.mentee_id: p for p in self.of_run(run_id) if p.mentee_id in set(mentee_ids)}

    def page(self, run_id, query):
        people, text = self.own("people"), query.text.strip().lower()
        named = [
            NamedPair(pair, people[pair.mentee_id], people[pair.mentor_id])
            for pair in self.of_run(run_id)
            if SHOWN[query.show](pair)
        ]
        named = [n for n in named if text in n.mentee.name.lower() or text in n.mentor.name.lower()]
        named.sort(key=ORDER[query.order])
        start = (query.page - 1) * query.size
        return PairPage(tuple(named[start : start + query.size]), len(named))

    def counts(self, run_ids):
        return {run_id: _counts(self.of_run(run_id)) for run_id in run_ids}

    def save_many(self, pairs):
        for pair in pairs:
            self.own("match_run_pairs")[pair.run_id, pair.mentee_id] = pair

    def remove(self, run_id, mentee_ids):
        for mentee_id in mentee_ids:
            self.own("match_run_pairs").pop((run_id, mentee_id), None)

    def approve(self, run_id, by, mentee_ids=None):
        changed = [
            replace(pair, approved_by=by, problem=None)
            for pair in self.of_run(run_id)
            if pair.match_id is None
            and pair.approved is (by is None)
            and (mentee_ids is None or pair.mentee_id in set(mentee_ids))
        ]
        self.save_many(changed)
        return len(changed)

    def lock(self, run_id, mentee_ids, *, locked):
        pairs = self.get_many(run_id, mentee_ids).values()
        self.save_many([replace(pair, locked=locked) for pair in pairs])

    def left_overs(self, run_id, role):
        pairs = self.of_run(run_id)
        busy = {p.mentee_id if role is Role.MENTEE else p.mentor_id for p in pairs}
        rows = [
            left
            for (of_run, of_role, person), left in self.own("match_run_left_overs").items()
            if of_run == run_id and of_role is role and person not in busy
        ]
        return sorted(rows, key=lambda left: left.person_id)

    def add_left_overs(self, left_overs):
        for left in left_overs:
            key = (left.run_id, left.role, left.person_id)
            self.own("match_run_left_overs").setdefault(key, left)


def _counts(pairs):
    def number(holds):
        return sum(holds(pair) for pair in pairs)

    return PairCounts(
        pairs=len(pairs),
        approved=number(lambda p: p.approved),
        locked=number(lambda p: p.locked),
        changed=number(SHOWN[PairShow.CHANGED]),
        published=number(SHOWN[PairShow.PUBLISHED]),
        problems=number(SHOWN[PairShow.PROBLEM]),
        waiting=number(lambda p: SHOWN[PairShow.APPROVED](p) and p.problem is None),
        unchanged=number(lambda p: p.approved and p.origin is PairOrigin.COMPUTED),
    )
