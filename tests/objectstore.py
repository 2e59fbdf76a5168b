"""A store that speaks S3 on loopback: rclone serves a folder, and looks at signatures."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicator.model.configuration import MirrorSite

KEY, SECRET = "the-key", "the-secret"
BUCKET = "news"


def allow(monkeypatch: pytest.MonkeyPatch, secret: str = SECRET) -> None:
    """Credentials as an operator gives them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)


class ObjectStore:
    """The server, which can be ended and begun again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / BUCKET
        self.folder.mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._address = f"127.0.0.1:{free.getsockname()[1]}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def site(self) -> MirrorSite:
        """Where it is, as settings say it."""
        return MirrorSite(f"s3://{BUCKET}/public", f"http://{self._address}", "us-east-1", endings=True)

    def start(self) -> None:
        command = [str(Path(sys.executable).parent / "rclone"), "serve", "s3", "--auth-key", f"{KEY},{SECRET}"]
        more = ["--addr", self._address, "--config", "/dev/null", str(self.folder.parent)]
        self._process = subprocess.Popen([*command, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        host, port = self._address.split(":")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError("rclone does not answer")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[ObjectStore]:
    store = ObjectStore(folder)
    store.start()
    try:
        yield store
    finally:
        store.stop()
