"""Work in the background: one at a time, old answers until it is committed, whole or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from analytics.classify.reclassify import effect_of, save_taxonomy
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from analytics.classify.taxonomy_edits import retire
from analytics.errors import RequestError
from analytics.store import Progress, Work
from tests.tiny import Tiny

ROWS = [
    {"投诉编号": "A1", "受理时间": "2016-03-01", "投诉原因": "理赔时效"},
    {"投诉编号": "A2", "受理时间": "2016-03-02", "投诉内容": "赔款一个多月没到账,催了四次。"},
]


@pytest.fixture
def two(tiny: Tiny) -> Tiny:
    tiny.logs(*ROWS)
    return tiny


def draft(tiny: Tiny) -> Taxonomy:
    with tiny.store.cursor() as cursor:
        return retire(current_taxonomy(cursor), "claim_delay")


def causes(tiny: Tiny) -> dict[str, list[str]]:
    return {row["complaint_no"]: row["causes"] for row in tiny.complaints()}


def test_others_read_what_was_until_it_is_committed(two: Tiny) -> None:
    changed, midway, go_on = draft(two), threading.Event(), threading.Event()

    def slowly(done: int, of: int) -> None:
        midway.set()
        assert go_on.wait(30)

    version = two.store.data_version()
    work = two.store.start(
        "taxonomy", lambda tell: save_taxonomy(two.store, changed, by="甲", progress=slowly), by="甲"
    )
    assert midway.wait(30)
    assert causes(two) == {"A1": ["claim_delay"], "A2": ["claim_delay"]}
    assert two.store.data_version() == version
    assert effect_of(two.store, changed).complaints == 2  # trying something else waits for nobody
    with pytest.raises(RequestError, match="busy") as refused:
        two.store.start("again", lambda tell: None, by="乙")
    assert "甲" in refused.value.message.zh
    go_on.set()
    assert work.wait(30) and work.error is None and not work.failed
    assert work.result[0] == 1
    assert causes(two) == {"A1": [], "A2": []}
    assert two.store.data_version() > version
    assert two.store.start("again", lambda tell: 5, by="乙").wait(30)


def test_what_the_engine_refuses_and_what_breaks(two: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda what: None)
    before = two.dump()

    def breaks(tell: Progress) -> None:
        with two.store.write() as cursor:
            cursor.execute("DELETE FROM complaint")
            raise ZeroDivisionError

    broken = two.store.start("again", breaks, by="甲")
    assert broken.wait(30) and broken.failed
    stale = draft(two)
    save_taxonomy(two.store, draft(two), by="乙")
    refused = Work(lambda tell: save_taxonomy(two.store, stale, by="甲", progress=tell), name="x", by="甲")
    assert refused.wait(30) and not refused.failed
    assert refused.error is not None and refused.error.code == "taxonomy_changed_meanwhile"
    assert before != two.dump()  # only what 乙 saved


KILLED = """
import sys, time
from pathlib import Path
from analytics.classify.reclassify import save_taxonomy
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy_edits import retire
from analytics.store import Store

def stop(done, of):
    print("midway", flush=True)
    time.sleep(60)

store = Store.open(Path(sys.argv[1]))
with store.cursor() as cursor:
    changed = retire(current_taxonomy(cursor), "claim_delay")
store.start("taxonomy", lambda tell: save_taxonomy(store, changed, by="甲", progress=stop), by="甲").wait()
"""


def test_a_killed_process_leaves_what_was(tmp_path: Path) -> None:
    tiny = Tiny(tmp_path)
    tiny.logs(*ROWS)
    before, path = tiny.dump(), tiny.store.path
    tiny.store.close()
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None and process.stdout.readline().strip() == "midway"
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    again = Tiny(tmp_path)
    assert again.dump() == before
    with again.store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM taxonomy_version").fetchall() == [(0,)]
    again.store.close()
