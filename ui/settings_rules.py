"""Settings: which rule book judges, what each says, and the company's own rule books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from analytics.errors import AppError
from analytics.measures import MeasureTable, Scope
from analytics.rules import RuleBook
from analytics.rules.company_books import (
    BookFile,
    book_files,
    copied,
    pick_book,
    picked_book,
    remove_book,
    save_book,
    text_of_book,
)
from analytics.vocabulary import Dimension, Measure, View
from ui.begun import anew, begun
from ui.data import ask, fresh, known_now, store
from ui.errors import friendly, show_error
from ui.formats import count, plain
from ui.labels import listed
from ui.language import language, words
from ui.rulebook_words import comparison, in_force
from ui.settings_kept import finish, not_in_the_demo, refused, say_done
from ui.tables import table_files

_SAVE = "rulebook_save"
_EDITED = "edited_rulebook"  # (text to begin with, name of the company's book it replaces or None)
_SHOWN = "rulebook_shown_last"  # the book that judged when the page was drawn last
_OVERTAKEN = "rulebook_overtaken"  # the one that another picked while something was chosen here
_MEASURES = (Measure.VALID, Measure.PENDING)


def finding() -> str:
    """Which rules judge now."""
    say, files = words(), book_files(store())
    if wrong := [file.name for file in files if file.fault]:
        return say("settings.finding.fault", names=plain(listed(wrong)))
    picked = fresh(picked_book)
    if picked:
        return say("settings.finding.picked", name=plain(_title(files, picked)))
    books = sorted((file.book for file in files if file.book and not file.book.chosen_only), key=_order)
    named = [
        say("settings.finding.one", name=plain(book.label.in_language(language())), period=in_force(book))
        for book in books
    ]
    return say("settings.finding.received", books=listed(named))


def _order(book: RuleBook) -> tuple[bool, date]:
    return not book.company, book.in_force_from


def show_rulebooks() -> None:
    say = words()
    st.caption(say("settings.books.body"))
    say_done()
    files = book_files(store())
    for file in files:
        if file.fault:
            show_error(file.fault)
    usable = [file for file in files if file.book]
    if len(usable) == len(files):
        _choice(usable)
        _table(usable)
    _one_book(files)


def _choice(files: list[BookFile]) -> None:
    """Which book judges, and what picking another would do to the counts, before it is done."""
    say = words()
    names = [None, *(file.name for file in files)]
    now = fresh(picked_book)
    chosen = _not_yet_picked(now, names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.selectbox(
            say("settings.books.in_use"),
            names,
            index=names.index(chosen) if chosen in names else 0,
            format_func=lambda name: _title(files, name),
            width=420,
            key=_box(now),
        )
        if wanted != now:
            st.button(
                say("settings.books.pick"),
                type="primary",
                key="rulebook_pick",
                on_click=_pick,
                args=(wanted, now, _title(files, wanted)),
            )
    if wanted != now:
        if _OVERTAKEN in st.session_state and st.session_state[_OVERTAKEN] == now:
            titles = {"now": plain(_title(files, now)), "wanted": plain(_title(files, wanted))}
            st.warning(say("settings.books.overtaken", **titles), icon=":material/group:")
        st.markdown(_effect(wanted))


def _not_yet_picked(now: str | None, names: Sequence[str | None]) -> str | None:
    """What the box shows: the book that judges, or what was chosen in it while another person picked that one."""
    was = st.session_state.get(_SHOWN, now)
    st.session_state[_SHOWN] = now
    chosen = st.session_state.get(_box(was), now)
    if was == now or chosen == was or chosen not in names:
        return now
    st.session_state[_OVERTAKEN] = now
    return chosen  # type: ignore[no-any-return]


def _box(now: str | None) -> str:
    """The key of the choice where this book judges."""
    return f"rulebook_choice_{now}"


@friendly(retry=False)
def _pick(wanted: str | None, seen: str | None, title: str) -> None:
    try:
        pick_book(store(), wanted, seen=seen)
        finish(words()("settings.books.picked", name=plain(title)))
    except AppError as error:
        finish(error)


def _title(files: list[BookFile], name: str | None) -> str:
    if name is None:
        return words()("settings.books.in_force")
    return _named(next(file for file in files if file.name == name))


def _named(file: BookFile) -> str:
    """Its name in words with the one of its file; of a faulty file only this."""
    return f"{file.book.label.in_language(language())} ({file.name})" if file.book else file.name


def _effect(wanted: str | None) -> str:
    say = words()
    if not known_now().complaints:
        return say("settings.books.no_effect")
    asked, now = _counts(wanted or "in_force"), _counts(None)
    return say(
        "settings.books.effect",
        as_of=known_now().as_of,
        **{name: count(value) for name, value in asked.items()},
        **{f"{name}_now": count(value) for name, value in now.items()},
    )


def _counts(rulebook: str | None) -> dict[str, int]:
    """Over all data, under this rule book (None: as questions are judged now)."""
    views = {view: _total(Scope(rulebook=rulebook, view=view)) for view in View}
    values = {
        "net": (views[View.ANNUAL], Measure.VALID),
        "gross": (views[View.MONTHLY], Measure.VALID),
        "pending": (views[View.ANNUAL], Measure.PENDING),
    }
    return {name: int(table.rows[0].value(measure) or 0) for name, (table, measure) in values.items()}


def _total(scope: Scope) -> MeasureTable:
    return ask(scope, (Dimension.TOTAL,), _MEASURES)


def _table(files: list[BookFile]) -> None:
    """What each book says, side by side, and what the data is under it."""
    say = words()
    books = [file.book for file in files if file.book]
    more: dict[str, dict[str, str]] = {
        say("settings.column.origin"): {
            file.name: say("settings.books.ours" if file.company else "settings.books.shipped") for file in files
        }
    }
    if known_now().complaints:
        counts = {book.name: _counts(book.name) for book in books}
        for name in ("net", "gross", "pending"):
            more[say(f"settings.column.{name}")] = {book: count(found[name]) for book, found in counts.items()}
    title = say("settings.view.rulebooks")
    table = comparison(books, more)
    st.table(table.map(plain).rename(columns=plain), alt=title)
    notes = say("settings.books.counts", as_of=known_now().as_of) if known_now().complaints else ""
    if notes:
        st.caption(notes)
    table_files(table.reset_index(names=say("settings.column.what")), key="rulebooks", title=title, notes=notes)


def _one_book(files: list[BookFile]) -> None:
    """One rule book's text, to read, copy, edit, download or remove."""
    say = words()
    if _EDITED in st.session_state:
        _editor()
        return
    by_path = {str(file.path): file for file in files}
    named = {path: _named(file) for path, file in by_path.items()}  # a list shows its words as they are
    path = st.selectbox(
        say("settings.books.choose"),
        list(by_path),
        format_func=lambda path: named[path],
        width=420,
        key="rulebook_shown",
    )
    _text_of(by_path[path])


def _text_of(file: BookFile) -> None:
    """The file behind a book; of one that cannot be used it is all there is to see."""
    say = words()
    with st.expander(say("settings.books.as_text"), expanded=file.book is None, icon=":material/code:"):
        st.code(file.text, language=None, height=360)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(
                say("settings.books.copy_name"),
                help=say("settings.books.copy_help"),
                key="rulebook_copy_name",
                width=260,
            )
            st.button(
                say("settings.books.copy"),
                key="rulebook_copy",
                disabled=not name.strip() or file.book is None,
                on_click=_edit,
                args=(copied(file.text, name.strip()), None),
            )
            if file.company:
                st.button(say("settings.books.edit"), key="rulebook_edit", on_click=_edit, args=(file.text, file.name))
                st.button(
                    say("settings.books.remove"), key="rulebook_remove", on_click=_remove, args=(file.name, file.text)
                )
            st.download_button(
                say("settings.books.download"),
                file.text,
                file_name=f"{file.name}.toml",
                key="rulebook_file",
                on_click="ignore",
            )


def _edit(text: str, replaces: str | None) -> None:
    st.session_state[_EDITED] = (text, replaces)
    anew(_SAVE)


def _editor() -> None:
    say = words()
    copy, replaces = st.session_state[_EDITED]
    form = begun(_SAVE, replaces, text_of_book(store(), replaces))
    shown = replaces or say("settings.books.copy")
    with st.form("rulebook", border=False):
        text = st.text_area(
            say("settings.books.text", name=shown), form.was or copy, height=480, key=form.key("rulebook_text")
        )
        saved = form.ask_save(say("settings.books.save"), lambda text: [(replaces or "", text or "")])
    st.button(say("settings.books.discard"), key="rulebook_discard", on_click=lambda: st.session_state.pop(_EDITED))
    if not saved:
        return
    try:
        not_in_the_demo()
        with st.spinner(say("settings.books.save")):
            book = save_book(store(), text, replaces=replaces, seen=form.seen)
    except AppError as error:
        refused(error)
        return
    del st.session_state[_EDITED]
    finish(say("settings.books.saved", name=plain(book.name)))
    st.rerun()


@friendly(retry=False)
def _remove(name: str, seen: str) -> None:
    try:
        not_in_the_demo()
        remove_book(store(), name, seen=seen)
        finish(words()("settings.books.removed", name=plain(name)))
    except AppError as error:
        finish(error)
