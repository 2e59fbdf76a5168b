"""The output store as a folder: real files, real limits."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from syndicator.publish.output import FolderOutput


@pytest.fixture
def output(tmp_path: Path) -> FolderOutput:
    return FolderOutput(tmp_path / "public")


def test_what_was_written_is_read(output: FolderOutput) -> None:
    """In folders that are made as they are needed; readable to any web server."""
    assert output.write("feeds/x.atom", b"one") is True
    assert output.read("feeds/x.atom") == b"one"
    assert (output.folder / "feeds/x.atom").stat().st_mode & 0o444 == 0o444


def test_equal_bytes_are_not_written_again(output: FolderOutput) -> None:
    """Neither the time of change nor anything else moves."""
    output.write("index.html", b"one")
    before = output.stamp("index.html")
    assert output.write("index.html", b"one") is False
    assert output.stamp("index.html") == before


def test_a_stamp_tells_versions_apart_even_within_one_second(output: FolderOutput) -> None:
    """A reader that knows the time of change only must see that something changed."""
    stamps = []
    for data in (b"one", b"two", b"six"):
        output.write("index.html", data)
        stamps.append(output.stamp("index.html"))
    assert len({stamp.version for stamp in stamps if stamp}) == 3
    assert len({stamp.modified for stamp in stamps if stamp}) == 3


def test_what_does_not_exist_is_none(output: FolderOutput) -> None:
    """Documents, folders, and a document taken for a folder."""
    output.write("feeds/x.atom", b"one")
    for path in ("y", "feeds", "feeds/y", "feeds/x.atom/y", "no/where"):
        assert output.read(path) is None
        assert output.stamp(path) is None


def test_documents_can_be_taken_away(output: FolderOutput) -> None:
    """Twice does no harm."""
    output.write("feeds/x.atom", b"one")
    for _ in range(2):
        output.remove("feeds/x.atom")
        output.remove("no/where")
        assert output.read("feeds/x.atom") is None


def test_every_document_is_listed(output: FolderOutput) -> None:
    """In order, without what is not a document."""
    for path in ("index.html", "feeds/x.atom", "topics/x/ar.html"):
        output.write(path, b"one")
    (output.folder / ".hidden").write_bytes(b"")
    (output.folder / "link").symlink_to("index.html")
    assert list(output.paths()) == ["feeds/x.atom", "index.html", "topics/x/ar.html"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "..",
        "../x",
        "a/../../x",
        "/etc/passwd",
        "a//b",
        ".hidden",
        "a/.b",
        "a\0b",
        "a b",
        "имя",
        "%2e%2e/x",
        "a" * 300,
        "x\n",
    ],
)
def test_no_path_leads_out_of_the_folder(output: FolderOutput, path: str) -> None:
    """Such names are never written, and have no document for those who ask."""
    assert output.read(path) is None
    assert output.stamp(path) is None
    for change in (lambda: output.write(path, b""), lambda: output.remove(path)):
        with pytest.raises(ValueError, match="no name"):
            change()


def test_symbolic_links_are_not_followed(output: FolderOutput, tmp_path: Path) -> None:
    """Neither of documents nor of folders; a link in a document's place is replaced, its target untouched."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (output.folder / "x.html").symlink_to(secret)
    (output.folder / "out").symlink_to(tmp_path)
    assert output.read("x.html") is None
    assert output.read("out/secret") is None
    output.write("x.html", b"ours")
    assert secret.read_bytes() == b"secret"
    assert output.read("x.html") == b"ours"
    with pytest.raises(OSError, match=r"directory|symbolic"):
        output.write("out/secret", b"ours")


def test_what_is_no_file_is_no_document(output: FolderOutput) -> None:
    """A named pipe does not make a reader wait."""
    os.mkfifo(output.folder / "pipe")
    assert output.read("pipe") is None


def test_remains_of_a_killed_writer_are_swept(output: FolderOutput) -> None:
    """They are found by their names when the store is opened."""
    output.write("feeds/x.atom", b"one")
    left = output.folder / "feeds/.x.atom.1.tmp"
    left.write_bytes(b"half")
    FolderOutput(output.folder)
    assert not left.exists()
    assert output.read("feeds/x.atom") == b"one"


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """As a full disk does it: writing beyond fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_refused_write_leaves_the_old_document_and_no_remains(output: FolderOutput) -> None:
    """The disk is full: what was published stays, and takes no more room."""
    output.write("feeds/x.atom", b"one")
    with no_file_larger_than(1000), pytest.raises(OSError, match="large"):
        output.write("feeds/x.atom", b"two" * 10_000)
    assert output.read("feeds/x.atom") == b"one"
    assert [path.name for path in (output.folder / "feeds").iterdir()] == ["x.atom"]


def test_trouble_that_is_not_absence_is_raised(output: FolderOutput) -> None:
    """To have no descriptors left must not look like having no documents."""
    output.write("x", b"one")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    try:
        with pytest.raises(OSError) as caught:  # noqa: PT011 - the number is looked at
            output.read("x")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert caught.value.errno == errno.EMFILE


def test_readers_see_the_old_or_the_new_and_never_a_part(output: FolderOutput) -> None:
    """While one document is replaced again and again."""
    versions = [bytes([letter]) * 200_000 for letter in b"abcd"]
    output.write("x", versions[0])
    stop = threading.Event()
    seen: set[bytes | None] = set()

    def look() -> None:
        while not stop.is_set():
            seen.add(output.read("x"))

    reader = threading.Thread(target=look)
    reader.start()
    for round_ in range(40):
        output.write("x", versions[round_ % 4])
    stop.set()
    reader.join()
    assert seen <= set(versions)


_KILLED = """
import os, sys
from pathlib import Path
from syndicator.publish.output import FolderOutput
output = FolderOutput(Path(sys.argv[1]))
os.fsync = lambda _: os.kill(os.getpid(), 9)
output.write("x", b"two")
"""


def test_a_killed_writer_changes_nothing(output: FolderOutput) -> None:
    """SIGKILL between writing and renaming: the old document stays, and the next start sweeps."""
    output.write("x", b"one")
    done = subprocess.run([sys.executable, "-c", _KILLED, str(output.folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(output.folder.iterdir())) == 2
    again = FolderOutput(output.folder)
    assert again.read("x") == b"one"
    assert len(list(output.folder.iterdir())) == 1


def test_many_documents_are_there_when_it_is_over(output: FolderOutput) -> None:
    """More than are on their way at once, and each only if it differs; written twice, the later counts."""
    output.write("stories/0", b"0")
    with output.together() as refused:
        written = [output.write(f"stories/{number}", f"{number}".encode()) for number in range(150)]
        assert written == [False, *[True] * 149]
        assert output.write("stories/1", b"one")
        assert output.write("stories/1", b"another")
        assert not output.write("stories/1", b"another")
        assert output.write("index.html", b"page")
    assert not refused
    assert {path: output.read(path) for path in output.paths()} == {
        "index.html": b"page",
        **{f"stories/{number}": f"{number}".encode() for number in range(150)},
        "stories/1": b"another",
    }
    assert output.write("index.html", b"alone")
    assert output.read("index.html") == b"alone"


def test_what_is_refused_at_the_end_costs_the_others_nothing(output: FolderOutput) -> None:
    """It is told, its old state stays, and there are no remains; so it is where writing goes wrong."""
    (output.folder / "feeds/x.rss").mkdir(parents=True)
    output.write("feeds/x.json", b"old")
    with output.together() as refused:
        assert output.write("feeds/x.rss", b"new")
        with no_file_larger_than(1000), pytest.raises(OSError, match="large"):
            output.write("feeds/x.json", b"new" * 10_000)
        assert output.write("feeds/x.atom", b"new")
    assert [(path, type(fault)) for path, fault in refused.items()] == [("feeds/x.rss", IsADirectoryError)]
    assert (output.read("feeds/x.atom"), output.read("feeds/x.json")) == (b"new", b"old")
    assert sorted(path.name for path in (output.folder / "feeds").iterdir()) == ["x.atom", "x.json", "x.rss"]


def test_what_does_not_reach_the_disk_replaces_nothing(output: FolderOutput, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk says so when it is waited for."""
    output.write("x", b"old")

    def broken(_file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch, output.together() as refused:
        patch.setattr(os, "fsync", broken)
        output.write("x", b"new")
    assert [fault.errno for fault in refused.values()] == [errno.EIO]
    assert (output.read("x"), len(list(output.folder.iterdir()))) == (b"old", 1)
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (broken if Path(f"/proc/self/fd/{file}").is_dir() else sync)(file))
    with pytest.raises(OSError, match="Input/output"):
        output.write("x", b"newer")
