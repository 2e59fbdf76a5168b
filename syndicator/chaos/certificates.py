"""Certificates, good and bad, made on the spot by the ``openssl`` command."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from syndicator.chaos.listeners import Certificate

_COMMAND = "openssl"
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
_CONFIGURATION = """\
[ca]
default_ca = here
[here]
database = {name}.index
rand_serial = yes
new_certs_dir = .
certificate = {name}.pem
private_key = {name}.key
default_md = sha256
copy_extensions = copy
policy = anything
unique_subject = no
[anything]
commonName = supplied
"""


def available() -> bool:
    """Whether certificates can be made here."""
    return shutil.which(_COMMAND) is not None


class Authorities:
    """Certificate authorities of our own, in a folder. Raises OSError where there is no ``openssl``."""

    def __init__(self, folder: Path, now: datetime) -> None:
        if not available():
            message = f"there is no command '{_COMMAND}' to make certificates with: install it, or leave TLS faults out"
            raise OSError(message)
        self._folder = folder
        self._now = now
        for name in ("ca", "stranger"):
            self._found(name)

    @property
    def pem(self) -> Path:
        """The authority to be trusted by those who want to meet the good certificates."""
        return self._folder / "ca.pem"

    def server(self, name: str, wanted: Certificate) -> ssl.SSLContext:
        """A server's side of TLS that shows the *wanted* certificate; *name* tells its files from others."""
        alternative = ("-addext", f"subjectAltName=DNS:{wanted.name}")
        subject = ("-keyout", f"{name}.key", "-subj", f"/CN={wanted.name}")
        if wanted.signed_by:
            self._run("req", *_KEY, *subject, "-out", f"{name}.csr", *alternative)
            signing = ("-batch", "-notext", "-config", f"{wanted.signed_by}.cnf", *self._dates(wanted))
            self._run("ca", *signing, "-in", f"{name}.csr", "-out", f"{name}.pem")
        else:
            self._run("req", "-x509", *_KEY, *subject, "-out", f"{name}.pem", *alternative)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        return context

    def _found(self, name: str) -> None:
        self._run("req", "-x509", *_KEY, "-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN=chaos {name}")
        (self._folder / f"{name}.cnf").write_text(_CONFIGURATION.format(name=name), encoding="ascii")
        (self._folder / f"{name}.index").touch()

    def _dates(self, wanted: Certificate) -> tuple[str, str, str, str]:
        first, last = (f"{self._now + timedelta(days=day):%Y%m%d%H%M%SZ}" for day in wanted.days)
        return "-startdate", first, "-enddate", last

    def _run(self, *command: str) -> None:
        subprocess.run([_COMMAND, *command], cwd=self._folder, check=True, capture_output=True)  # noqa: S603
