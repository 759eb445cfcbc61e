"""What the deck's tests give: expected counts, sizes of tables looked at, and p-values, each worked out anew."""

from __future__ import annotations

from datetime import date
from itertools import product

from scipy import stats

from analytics.errors import RequestError
from analytics.findings import Code, Page, findings
from analytics.measures import Scope, ladder, measure, month_range
from analytics.measures.cause_tree import cause_tree
from analytics.measures.contributions import contributions
from analytics.measures.formats import count, percent
from analytics.statistics import compare_proportions, find_clusters
from analytics.store import Store
from analytics.vocabulary import Dimension as D
from analytics.vocabulary import Measure as M
from analytics.vocabulary import Status

NOW, BEFORE = date(2016, 12, 31), date(2015, 12, 31)
Counts = dict[tuple[str | None, ...], int]


def said(p: float) -> str:
    """As the deck prints a p-value."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2f}" if p >= 0.01 else f"p = {p:.3f}"


class Tested:
    """scope: the deck's year, all of it known; before: the year before, None where nothing is known of it."""

    def __init__(self, store: Store, scope: Scope, before: Scope | None) -> None:
        self.store, self.scope, self.before = store, scope, before

    def counts(self, one: M, by: tuple[D, ...], scope: Scope | None = None) -> Counts:
        with self.store.cursor() as cursor:
            rows = measure(cursor, scope or self.scope, by, (one,)).rows
        return {tuple(row.key.get(d.value) for d in by): int(row.value(one) or 0) for row in rows}

    # p-values

    def p_values(self, section: str) -> set[str]:
        """Of the tests that a section may state; the summary quotes the others."""
        found: set[str] = set()
        if section in ("summary", "contents"):
            found |= self.against(M.COMPLAINTS, (D.TOTAL,))
        for name, one, by in (("channels", M.COMPLAINTS, D.CHANNEL), ("lines", M.COMPLAINTS, D.PRODUCT_LINE),
                              ("forms", M.REGULATOR_COMPLAINTS, D.FORM)):  # fmt: skip
            if section in (name, "contents"):
                found |= self.against(one, (by,))
        special = {"forms": self.fisher, "timeliness": self.steps, "outbreaks": self.clusters_p, "causes": self.shares}
        for name, of in special.items():
            if section in (name, "summary", "contents"):
                found |= of()
        return found

    def against(self, one: M, by: tuple[D, ...]) -> set[str]:
        """Each part against the year before: given both, this year's is binomial by days; Bonferroni."""
        if self.before is None:
            return set()
        now, old = self.counts(one, by), self.counts(one, by, self.before)
        parts = [key for key, n in now.items() if n and (by == (D.TOTAL,) or key != (None,))]
        parts = parts if one is M.REGULATOR_COMPLAINTS or by == (D.TOTAL,) else list(now)
        share = 366 / (366 + 365)
        return {
            said(min(1.0, len(looked) * float(stats.binomtest(now[key], now[key] + old.get(key, 0), share).pvalue)))
            for looked in (parts, [key for key in parts if now[key]])
            for key in parts
            if now[key] + old.get(key, 0)
        }

    def fisher(self) -> set[str]:
        became = self.counts(M.COMPLAINTS, (D.FORM, D.STATUS), self.scope.with_(channels=("regulator",)))
        pairs = []
        for form in ("formal", "informal"):
            of = {status: n for (one, status), n in became.items() if one == form and status != Status.PENDING}
            valid = of.get(Status.VALID, 0) + of.get(Status.VALID_PERMANENT, 0)
            pairs.append([valid, sum(of.values()) - valid])
        return {said(float(stats.fisher_exact(pairs).pvalue))}

    def steps(self) -> set[str]:
        if self.before is None:
            return set()
        with self.store.cursor() as cursor:
            now, old = ({row.step: row for row in ladder(cursor, one).rows} for one in (self.scope, self.before))
        tested = [
            compare_proportions(now[one].late, now[one].late + now[one].in_time, old[one].late,
                                old[one].late + old[one].in_time)
            for one in now
            if one in old and now[one].late + now[one].in_time and old[one].late + old[one].in_time
        ]  # fmt: skip
        return {said(min(1.0, p * len(tested))) for p in tested}

    def shares(self) -> set[str]:
        """As the findings of the Causes page print it."""
        with self.store.cursor() as cursor:
            found = [one for one in findings(cursor, self.scope, Page.CAUSES) if one.code is Code.CAUSE_SHARE]
        return {part for one in found for part in one.test.zh.split("后 ")[1:]}

    # clusters

    def clusters(self) -> list[tuple[Counts, tuple[str | None, ...], int, float, float]]:
        """(mentions by month, the pair, count, expected, p) of each cluster."""
        first = (self.before or self.scope).first
        whole = self.scope.with_(first=first)
        axis = month_range(first or "", self.scope.last or "")
        cells = self.counts(M.CAUSE_MENTIONS, (D.BRANCH, D.CAUSE, D.MONTH), whole)
        pairs = sorted({(b, c) for (b, c, _), n in cells.items() if b and c and n})  # type: ignore[type-var]
        grid = [[cells.get((*pair, month), 0) for month in axis] for pair in pairs]
        if not grid:
            return []
        found = find_clusters(grid, axis.index(self.scope.first or ""))
        return [(cells, pairs[one.row], one.count, one.expected, one.p_value) for one in found]

    def clusters_p(self) -> set[str]:
        found = {said(p) for *_, p in self.clusters()}
        if self.before is None:
            return found
        total = self.counts(M.CAUSE_MENTIONS, (D.TOTAL,))[None,]
        old = self.counts(M.CAUSE_MENTIONS, (D.TOTAL,), self.before)[None,]
        for _, _, n, _, _ in self.clusters():
            rest = total - n
            found.add(said(float(stats.binomtest(rest, rest + old, 366 / (366 + 365)).pvalue)))
        return found

    # numbers

    def outbreaks(self) -> set[str]:
        total = self.counts(M.CAUSE_MENTIONS, (D.TOTAL,))[None,]
        found: set[str] = set()
        for cells, pair, n, expected, _ in self.clusters():
            in_year = sum(m for (b, c, month), m in cells.items() if (b, c) == pair and (month or "") >= "2016")
            found |= {count(n), f"{expected:,.1f}", count(in_year), count(total - n)}
        return found | self.jumps()

    def jumps(self) -> set[str]:
        """The waterfall of every month that it could be about."""
        found: set[str] = set()
        for month in month_range("2016-01", "2016-12"):
            try:
                with self.store.cursor() as cursor:
                    made = contributions(cursor, self.scope, month)
            except RequestError:
                continue
            shown, _ = made.largest(7)
            beyond = [one for one in shown if one.beyond_chance]
            changes = [made.before, made.change, sum(one.change for one in beyond), *(one.change for one in made.rows)]
            found |= {f"{abs(one):,.1f}" for one in changes}
            sizes = (made.now, len(made.rows), len(made.baseline), len(beyond), len(made.rows) - len(shown))
            found |= {count(one) for one in sizes}
        return found

    def causes(self) -> set[str]:
        mixed = self.counts(M.CAUSE_MENTIONS, (D.BRANCH, D.CATEGORY))
        found = {count(n) for n in mixed.values()}
        rows, columns = ({key[place] for key, n in mixed.items() if n} for place in (0, 1))
        across = {one: sum(n for (row, _), n in mixed.items() if row == one) for one in rows}
        down = {one: sum(n for (_, column), n in mixed.items() if column == one) for one in columns}
        total = sum(mixed.values())
        expected = [across[row] * down[column] / total for row, column in product(rows, columns)] if total else []
        tested = sum(one >= 5 for one in expected)
        found |= {f"{one:,.1f}" for one in expected} | {count(one) for one in range(tested + 1) if one in (0, tested)}
        with self.store.cursor() as cursor:
            shares = [one for one in findings(cursor, self.scope, Page.CAUSES) if one.code is Code.CAUSE_SHARE]
        for one in shares:
            found |= {f"{abs(float(one.numbers['residual'])):.1f}", count(len(columns - {None}))}
            found |= {percent(float(one.numbers[name])) for name in ("share_now", "share_before")}
        return found | self.stages()

    def stages(self) -> set[str]:
        with self.store.cursor() as cursor:
            tree = cause_tree(cursor, self.scope)
            rows = cursor.execute(
                """SELECT coalesce(claim_stage_code, claim_stage), n.cause FROM complaint c JOIN complaint_cause n
                USING (complaint_no) WHERE received_on BETWEEN '2016-01-01' AND '2016-12-31' AND ($1 = '' OR
                branch_name = $1)""",
                [self.scope.branches[0] if self.scope.branches else ""],
            ).fetchall()
        assert tree is not None and tree.mentions == len(rows)
        at = [stage for stage, _ in rows if stage]
        found = {count(at.count(stage)) for stage in at} | {count(rows.count(row)) for row in rows}
        return found | {count(len(at)), count(len(rows) - len(at))} | {percent(at.count(one) / len(at)) for one in at}
