"""``python -m tests.fuzz --inputs 100000``: many samples over all cores; the first that fails is kept."""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from syndicator.config import load
from tests.conftest import ROOT
from tests.fuzz.generator import Generator
from tests.fuzz.targets import dates_hold, seconds_for

_BATCH = 500


def run(seed: int) -> tuple[int, float]:
    """(samples, slowest in seconds) of one batch; raises AssertionError with the seed for the first that fails."""
    generator, slowest = Generator(seed), 0.0
    configuration = load(ROOT / "config")
    for number in range(_BATCH):
        sample = generator.sample()
        try:
            slowest = max(slowest, seconds_for(sample, configuration))
            dates_hold(generator)
        except Exception as fault:
            kept = Path(f"fuzz-{seed}-{number}.bin")
            kept.write_bytes(sample.body)
            raise AssertionError(f"{kept} ({sample.content_type!r}): {type(fault).__name__}: {fault}") from fault
    return _BATCH, slowest


def main() -> None:
    """Run, tell the figures, and end with 1 when something did not hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=int(time.time()))
    asked = options.parse_args()
    seeds = range(asked.seed, asked.seed + -(-asked.inputs // _BATCH))
    count, slowest, began = 0, 0.0, time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for done, worst in pool.map(run, seeds):
            count, slowest = count + done, max(slowest, worst)
            sys.stderr.write(f"\r{count:,} of {len(seeds) * _BATCH:,}, slowest {slowest:.2f} s ")
    took = time.perf_counter() - began
    print(f"\n{count:,} inputs from seed {asked.seed} in {took:.0f} s, slowest {slowest:.2f} s, nothing failed")


if __name__ == "__main__":
    main()
