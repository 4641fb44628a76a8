"""A real browser (Chromium, headless) for tests, spoken to over its debugging pipe: no network, no further library."""

import base64
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_READ, _WRITE = 3, 4
"""The descriptors on which the browser hears and answers."""


def program() -> str | None:
    """The browser's program; ``None`` where it is not installed."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


class Page:
    """The browser's one page, and everything that it logs, throws or asks the network for."""

    def __init__(self, orders: BinaryIO, answers: BinaryIO) -> None:
        self._orders, self._answers, self._last = orders, answers, 0
        self._session = ""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """One order and its answer; events that come in between are kept."""
        self._last += 1
        order = {"id": self._last, "method": method, "params": params}
        self._send(order | ({"sessionId": self._session} if self._session else {}))
        while (heard := self._heard()).get("id") != self._last:
            if "method" in heard and self._session:
                self.events.append(heard)
        assert "error" not in heard, heard
        return dict(heard["result"])

    def open(self, path: Path, width: int, *, hash_: str = "", scripts: bool = True) -> None:
        """Show a file in a window of a width, and wait until it has loaded."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        self.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        for address in ("about:blank", path.as_uri() + hash_):  # from one hash to another would not load anew
            self.events = []
            self.ask("Page.navigate", url=address)
            while not any(event["method"] == "Page.loadEventFired" for event in self.events):
                self.events.append(self._heard())

    def value(self, script: str) -> Any:
        """What a script comes to on the page."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def key(self, key: str) -> None:
        """Press a key."""
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode={"Tab": 9}[key])

    def printed(self) -> bytes:
        """The page as PDF, as its own print rules ask for it."""
        self.ask("Emulation.clearDeviceMetricsOverride")
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    def complaints(self) -> list[str]:
        """What the page logged as a warning or error, and what it threw."""
        kinds = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
        return [json.dumps(event["params"]) for event in self.events if event["method"] in kinds]

    def requests(self) -> list[str]:
        """The addresses that the page asked for."""
        sent = (event["params"] for event in self.events if event["method"] == "Network.requestWillBeSent")
        return [each["request"]["url"] for each in sent]

    def _send(self, order: dict[str, Any]) -> None:
        self._orders.write(json.dumps(order).encode() + b"\0")
        self._orders.flush()

    def _heard(self) -> dict[str, Any]:
        message = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            assert byte, "the browser has left"
            message += byte
        return dict(json.loads(message))


@contextmanager
def running(chromium: str, folder: Path) -> Iterator[Page]:
    """The browser with a profile of its own in ``folder``, until the block ends."""
    hears, orders = os.pipe()
    answers, says = os.pipe()
    theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 16) for end in (hears, says)]  # out of the way of 3 and 4

    def placed() -> None:
        for end, place in zip(theirs, (_READ, _WRITE), strict=True):
            os.dup2(end, place)

    rooted = ["--no-sandbox"] if os.geteuid() == 0 else []
    started = subprocess.Popen(
        [
            chromium,
            *rooted,
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder}",
            "--remote-debugging-pipe",
        ],
        close_fds=False,
        preexec_fn=placed,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (hears, says, *theirs):
        os.close(end)
    try:
        with os.fdopen(orders, "wb") as out, os.fdopen(answers, "rb") as back:
            yield Page(out, back)
    finally:
        started.terminate()
        started.wait(20)
