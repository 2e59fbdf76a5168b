"""Chromium without a window, driven over pipes by the DevTools protocol: what ran, what was asked for, what was opened.

Whatever a page does is noted, with its content security policy switched off unless a test wants it: what is safe must
be so without that net.
"""

from __future__ import annotations

import json
import os
import select
import shlex
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--mute-audio",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-sync",
    "--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process,Translate,OptimizationHints",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1200,900", "--remote-debugging-pipe",
)  # fmt: skip
_TRAP = """
for (const name of ["alert", "confirm", "prompt", "print", "open", "evil"])
  window[name] = (...said) => { window.fired(`${name} ${said}`); return true; };
"""
"""What payloads call tells us of it, instead of opening anything."""
_POKE = """
(() => {
  const { getAttribute, getAttributeNames } = Element.prototype;  // names in a form hide its own
  for (const element of document.querySelectorAll("*")) {
    for (const name of getAttributeNames.call(element))
      if (name.startsWith("on")) {
        fired(`handler ${name}`);
        element.dispatchEvent(new Event(name.slice(2)));
      }
    const address = getAttribute.call(element, "href") ?? getAttribute.call(element, "xlink:href") ?? "";
    if (element.localName === "a" && /^(javascript|data|vbscript|blob|file):/i.test(element.protocol ?? address)) {
      fired(`address ${address}`);
      element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
  }
  const pictures = [...document.images].map(picture => picture.src);
  return new Promise(done => setTimeout(done, 0, pictures));
})()
"""
"""Sets off every handler and follows every link that is no address of the web, as a reader's hand would."""
_OURS = "http://127.0.0.1:"


class GoneError(Exception):
    """What was asked of a page that is there no more."""


@dataclass(slots=True)
class Seen:
    """What happened while a page was open."""

    fired: list[str] = field(default_factory=list)
    """Code that ran, and what could have run it; dialogs, frames and windows among it."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(kind, address) of every request that was not for loopback."""
    pictures: list[str] = field(default_factory=list)
    """The addresses of the pictures it shows."""
    said: Any = None
    """What the script gave."""
    failed: str = ""
    """Why the browser does not show the page."""

    @property
    def faults(self) -> list[str]:
        """All that a page of ours must not do; pictures that stand there as pictures may be asked for."""
        shown = {("Image", address) for address in self.pictures}
        astray = [f"asked for {kind}: {address}" for kind, address in self.asked if (kind, address) not in shown]
        return [*self.fired, *astray, *([self.failed] if self.failed else [])]


class Chromium:
    """A browser with one page; a context manager."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._number = 0
        self._left = b""
        self._session = ""
        self._frame = ""
        self._events: list[dict[str, Any]] = []
        self._loader = ""

    def __enter__(self) -> Chromium:
        asked, told = self._folder / "asked", self._folder / "told"
        for pipe in (asked, told):
            os.mkfifo(pipe)
        command = f'exec "$0" "$@" 3<{shlex.quote(str(asked))} 4>{shlex.quote(str(told))}'
        profile = f"--user-data-dir={self._folder}/profile"
        with (self._folder / "chromium.log").open("wb") as log:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", command, self._program, *_FLAGS, profile, "about:blank"], stdout=log, stderr=log
            )
        self._to = os.open(asked, os.O_WRONLY)
        self._from = os.open(told, os.O_RDONLY)
        self.call("Target.setDiscoverTargets", discover=True)
        self._open_page()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        try:
            self.call("Browser.close")
            self._process.wait(10)
        except (OSError, subprocess.TimeoutExpired, TimeoutError):
            self._process.kill()
            self._process.wait(10)
        os.close(self._to)
        os.close(self._from)

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Ask the page (the browser itself for methods of Browser and Target); what it answers."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session and method.partition(".")[0] not in ("Browser", "Target"):
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        answer = self._await(lambda found: found.get("id") == self._number)
        if "error" in answer:
            raise GoneError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def visit(self, address: str, script: str = "", *, keep_policy: bool = False) -> Seen:
        """Open *address*, run a *script* in it, set off what could be set off, and tell what happened."""
        self.call("Page.setBypassCSP", enabled=not keep_policy)
        self._events.clear()
        opened = self.call("Page.navigate", url=address)
        seen = Seen(failed=opened.get("errorText", ""))
        before, self._loader = self._loader, opened.get("loaderId", "")
        if not seen.failed:
            loader = self._loader
            if not any(self._is_over(event, loader) for event in self._events):  # told together with the answer
                self._await(lambda found: self._is_over(found, loader))
            seen.said = self.evaluate(script) if script else None
            self._poke(seen)
        for event in self._events:
            told = event.get("params", {})
            if not before or told.get("loaderId") != before:  # of the page before, whose pictures may come late
                _note(seen, event["method"], told)
        if seen.faults:  # whatever it has set going must not be taken for what the next page does
            self.call("Target.closeTarget", targetId=self._frame)
            self._open_page()
        return seen

    def events(self, method: str) -> list[dict[str, Any]]:
        """What the browser told of the last page by *method*."""
        return [event for event in self._events if event["method"] == method]

    def _poke(self, seen: Seen) -> None:
        try:
            seen.pictures = self.evaluate(_POKE)
        except GoneError as gone:  # the page left for elsewhere while its handlers ran
            seen.fired.append(str(gone))

    def evaluate(self, script: str) -> Any:
        """The value of a script in the page."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise OSError(f"the page raised: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def _open_page(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._frame = target
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.call(f"{domain}.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)
        self.call("Runtime.addBinding", name="fired")
        self.call("Page.addScriptToEvaluateOnNewDocument", source=_TRAP)
        self.call("Browser.setDownloadBehavior", behavior="deny")

    def _await(self, wanted: Any, within: float = 60) -> dict[str, Any]:
        until = time.monotonic() + within
        while True:
            *whole, self._left = self._left.split(b"\0")
            found = [json.loads(each) for each in whole]
            self._events.extend(each for each in found if "method" in each)
            for each in found:
                self._answer_dialog(each)
            for each in found:
                if wanted(each):
                    return dict(each)
            if not select.select([self._from], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            read = os.read(self._from, 1 << 20)
            if not read:
                raise OSError("the browser is gone: " + (self._folder / "chromium.log").read_text()[-2000:])
            self._left += read

    def _is_over(self, event: Mapping[str, Any], loader: str) -> bool:
        """Whether a page has loaded, or leaves before it has."""
        method, told = event.get("method"), event.get("params", {})
        if method == "Page.frameRequestedNavigation":
            return bool(told["frameId"] == self._frame)
        return method == "Page.lifecycleEvent" and (told["name"], told["loaderId"]) == ("load", loader)

    def _answer_dialog(self, event: Mapping[str, Any]) -> None:
        if event.get("method") == "Page.javascriptDialogOpening":
            self._number += 1
            message = {"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
            os.write(self._to, json.dumps({**message, "sessionId": self._session}).encode() + b"\0")


def _note(seen: Seen, method: str, told: Mapping[str, Any]) -> None:
    if method == "Runtime.bindingCalled":
        seen.fired.append(str(told["payload"]))
    elif method == "Page.javascriptDialogOpening":
        seen.fired.append(f"dialog {told['message']}")
    elif method == "Page.frameAttached":
        seen.fired.append("frame")
    elif method == "Target.targetCreated" and told["targetInfo"]["type"] not in ("browser", "tab"):
        seen.fired.append(f"window {told['targetInfo']['url']}")
    elif method == "Page.frameRequestedNavigation":
        seen.fired.append(f"went to {told['url']}")
    elif method == "Network.requestWillBeSent" and not told["request"]["url"].startswith(_OURS):
        seen.asked.append((str(told.get("type")), str(told["request"]["url"])[:2_100]))
