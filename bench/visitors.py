"""A visitor of the running dashboard without a browser: speaks Streamlit's own protocol, one run at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol


class Visitor:
    """One session. `ask` opens a page with a question and answers how long the script took to finish."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.errors: list[str] = []

    def ask(self, page: str, question: dict[str, str], *, patience: float = 60.0) -> float:
        """Seconds from the request to the last message of the script. Errors on the page go to `errors`."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(question)
        message.rerun_script.page_name = page
        message.rerun_script.context_info.locale = "zh-CN"
        begin = time.perf_counter()
        self._socket.send(message.SerializeToString())
        while True:
            raw = self._socket.recv(timeout=patience)
            assert isinstance(raw, bytes)
            reply = ForwardMsg.FromString(raw)
            kind = reply.WhichOneof("type")
            if kind == "delta":
                self._look_at(reply)
            # A page that calls st.rerun or st.switch_page goes on in the same turn.
            elif kind == "script_finished" and reply.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - begin

    def _look_at(self, reply: ForwardMsg) -> None:
        element = reply.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(element.exception.message)
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self.errors.append(element.alert.body)


@contextmanager
def visitor(address: str) -> Iterator[Visitor]:
    """address: of the dashboard, `http://127.0.0.1:port`; nothing else is ever visited."""
    url = address.replace("http://", "ws://") + "/_stcore/stream"
    spoken = [Subprotocol("streamlit")]
    with connect(url, subprotocols=spoken, origin=Origin(address), max_size=None, proxy=None) as socket:
        yield Visitor(socket)
