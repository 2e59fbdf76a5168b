"""Configuration folders for journeys: the shipped concepts and feeds over sources of the journey's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT


def write_setting(folder: Path, sources: dict[str, str], *, port: int, address: str = "http://127.0.0.1:8000") -> Path:
    """A configuration folder with these sources (id → address), all on loopback; returns the config folder."""
    config = folder / "config"
    shutil.copytree(ROOT / "config/concepts", config / "concepts")
    shutil.copy(ROOT / "config/organisations.yaml", config / "organisations.yaml")
    shutil.copytree(ROOT / "feeds", folder / "feeds")
    (config / "sources").mkdir()
    lines = "".join(f"  - {{id: {name}, name: {name}, address: '{where}'}}\n" for name, where in sources.items())
    (config / "sources/journey.yaml").write_text(
        "publisher: Journey\nrights: {republish: full, attribution: Journey}\nallow_private: [127.0.0.0/8]\n"
        f"allow_ports: [{port}]\nsources:\n{lines}",
        encoding="utf-8",
    )
    (config / "syndicator.yaml").write_text(
        f"service: {{name: Journey, address: '{address}', contact: 'mailto:j@example.org', authority: example.org,"
        " since: 2026-01-01, languages: [en]}\n"
        f"store: {{address: 'sqlite:///{folder}/journey.db'}}\noutput: {{folder: '{folder}/public'}}\n"
        "schedule: {interval: 60m, minimum: 1s, host_gap: 0s, concurrency: 20}\n",
        encoding="utf-8",
    )
    return config
