"""Certificates for tests, made by the openssl command."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

_CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Authority:
    """A certificate authority of our own, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pem = folder / "ca.pem"
        self._run("req", "-x509", *_CURVE, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=ca", "-days", "2")

    def server(self, name: str, *, days: int = 2) -> ssl.SSLContext:
        """A server's side of TLS, with a certificate for *name*; expired when *days* is negative."""
        alternative = ("-addext", f"subjectAltName=DNS:{name}")
        self._run("req", *_CURVE, "-keyout", "s.key", "-out", "s.csr", "-subj", f"/CN={name}", *alternative)
        signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-copy_extensions", "copy")
        self._run("x509", "-req", "-in", "s.csr", *signing, "-days", str(days), "-out", "s.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "s.pem", self.folder / "s.key")
        return context

    def _run(self, *command: str) -> None:
        subprocess.run(["openssl", *command], cwd=self.folder, check=True, capture_output=True)
