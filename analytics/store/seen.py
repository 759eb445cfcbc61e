"""Two people at one thing: nobody writes over what he has not seen."""

from __future__ import annotations

from analytics.errors import RequestError, Text


def check_seen(now: object, seen: object) -> None:
    """To be asked within the transaction that writes, or between its check and its write another could write.

    now: what is stored; seen: what was stored when the writer began. Raises RequestError `changed_meanwhile` where
    they differ.
    """
    if now != seen:
        raise RequestError(
            "changed_meanwhile",
            Text("其间这里已由别处改动", "this was changed elsewhere meanwhile"),
            Text(
                "您的更改没有写入;请看现在保存的内容,再决定以哪份为准",
                "yours was not kept; look at what is stored now, then say which of them holds",
            ),
        )
