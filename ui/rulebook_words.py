"""What a rule book says, in words and as tables: for the definitions and for the settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from analytics.rules import STEP_NAMES, RuleBook
from analytics.rules.book import Limit, StepLimit
from ui.downloads import safe_table
from ui.labels import label, listed
from ui.language import language, words

_Limits = dict[str, StepLimit]


def in_force(book: RuleBook) -> str:
    """The days of receipt it judges by itself."""
    say = words()
    first = None if book.in_force_from == date.min else book.in_force_from
    last = None if book.in_force_to == date.max else book.in_force_to
    if book.chosen_only:
        return say("settings.period.chosen")
    if first and last:
        return say("settings.period.between", first=first, last=last)
    if first:
        return say("settings.period.since", first=first)
    return say("settings.period.until", last=last) if last else say("settings.period.always")


def channels(book: RuleBook) -> str:
    return listed(label("channel", code) for code in book.counted_channels)


def policies(book: RuleBook) -> str:
    return words()(f"definitions.rule.stock_{book.policies}")


def outcome(book: RuleBook) -> str:
    return words()(f"definitions.rule.{book.outcome}")


def limits_table(book: RuleBook) -> pd.DataFrame:
    """One row a limit: what, for which class of complaints, the term."""
    say = words()
    return safe_table(
        pd.DataFrame(
            [
                {
                    say("definitions.rule.what"): what,
                    say("definitions.rule.class"): say(f"definitions.class.{name}"),
                    say("definitions.rule.term"): _term(limit),
                }
                for what, limits in _limits(book).items()
                for name, limit in limits.items()
            ]
        )
    )


def comparison(books: Sequence[RuleBook], more: dict[str, dict[str, str]]) -> pd.DataFrame:
    """One column a book, one row what it says. more: further rows, name of the row -> book -> text."""
    say = words()
    limits = {book.name: _limits(book) for book in books}
    rows = {
        say("settings.column.period"): {book.name: in_force(book) for book in books},
        say("settings.column.channels"): {book.name: channels(book) for book in books},
        say("settings.column.outcome"): {book.name: outcome(book) for book in books},
    }
    for what in dict.fromkeys(what for one in limits.values() for what in one):
        rows[what] = {
            name: say("settings.books.separator").join(
                f"{say(f'definitions.class.{kind}')} {_term(limit)}" for kind, limit in one.get(what, {}).items()
            )
            for name, one in limits.items()
        }
    rows[say("settings.column.policies")] = {book.name: policies(book) for book in books}
    rows[say("settings.column.source")] = {book.name: book.source for book in books}
    titles = {book.name: f"{book.label.in_language(language())} ({book.name})" for book in books}
    table = pd.DataFrame(rows | more).T.reindex(columns=list(titles)).fillna("").rename(columns=titles)
    return safe_table(table)


def _limits(book: RuleBook) -> dict[str, _Limits]:
    say = words()
    return {
        say("definitions.rule.withdrawal"): dict(book.withdrawal),
        say("definitions.rule.report"): dict(book.report),
        **{STEP_NAMES[step].in_language(language()).capitalize(): dict(limits) for step, limits in book.steps.items()},
    }


def _term(limit: StepLimit) -> str:
    say = words()
    if isinstance(limit, timedelta):
        return say("definitions.rule.minutes", n=int(limit / timedelta(minutes=1)))
    assert isinstance(limit, Limit)
    return say(f"definitions.rule.{limit.unit}", n=limit.days) if limit.days else say("definitions.rule.same_day")
