"""Debian's chromium without a window, driven over its own debugging pipe: no driver package, no port, no third-party code."""

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 20.0


class Missing(Exception):
    """No browser on this machine."""


def executable() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise Missing("the browser tests need chromium: `apt-get install chromium` (Debian, Ubuntu), or put one of that name on the path")
    return found


class Browser:
    """One page. Messages of the DevTools protocol are JSON, ended by a zero byte."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back, self._ids, self._rest = to, back, count(1), b""
        self.logged: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._call(method, self._session, **parameters)

    def open(self, url: str) -> None:
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def js(self, expression: str) -> Any:
        """The value of an expression in the page. Raises AssertionError with what the page threw."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, expression: str, seconds: float = SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not self.js(f"Boolean({expression})"):
            assert time.monotonic() < deadline, f"never true within {seconds} s: {expression}"
            time.sleep(0.1)

    def press(self, key: str, code: int, text: str = "") -> None:
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, text=text if kind == "keyDown" else ""
            )

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def look(self, width: int, *, dark: bool = False, media: str = "") -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def picture(self, file: Path) -> None:
        """The whole page, however long."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(shot["data"]))

    def paper(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True)["data"]))

    def _call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        wanted = next(self._ids)
        message = {"id": wanted, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != wanted:
            self._note(answer)
        assert "error" not in answer, f"{method}: {answer['error']}"
        found: dict[str, Any] = answer["result"]
        return found

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._back, 1 << 16)
            assert part, "the browser has gone"
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def _note(self, event: dict[str, Any]) -> None:
        """What the page complained about: errors, refusals by its own Content-Security-Policy."""
        match event.get("method"):
            case "Log.entryAdded" if event["params"]["entry"]["level"] in {"warning", "error"}:
                self.logged.append(event["params"]["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.logged.append(str(event["params"]["exceptionDetails"]))


@contextmanager
def browser(home: Path) -> Iterator[Browser]:
    """`home`: an empty folder for its profile. Raises Missing."""
    program = executable()
    (its_in, to), (back, its_out) = os.pipe(), os.pipe()
    switches = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars"]
    command = [program, *switches, f"--user-data-dir={home}", "--remote-debugging-pipe", "about:blank"]
    # The protocol is spoken on the descriptors 3 and 4; both ends are put high first, lest one overwrites the other.
    starter = "import os, sys; from fcntl import F_DUPFD, fcntl; i, o = (fcntl(int(n), F_DUPFD, 9) for n in sys.argv[1:3]); "
    starter += "os.dup2(i, 3); os.dup2(o, 4); os.execv(sys.argv[3], sys.argv[3:])"
    command = [sys.executable, "-c", starter, str(its_in), str(its_out), *command]
    with subprocess.Popen(command, pass_fds=(its_in, its_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        for ours_no_more in (its_in, its_out):
            os.close(ours_no_more)
        try:
            yield Browser(to, back)
        finally:
            process.terminate()
            process.wait(10)
            os.close(to)
            os.close(back)
