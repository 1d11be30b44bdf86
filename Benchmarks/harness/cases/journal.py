"""What a record in the journal costs, beside the bare disk.

Each round appends 400-byte records at a fixed rate, whatever the journal does (an open loop), then writes the same batches with
nothing but pwrite and fdatasync. CPU time is the whole process's, its writer thread included, less what the same ticks cost
without appending. A process of the lowest priority keeps each processor awake, as a server under load does: waking a sleeping
one costs more than a batch of records.
"""
import json, os, shutil, subprocess, sys

from ..programs import RELEASE
from ..rounds import interleaved

# Batch delay in milliseconds, records a second.
CASES = [(10, 5000), (20, 5000), (20, 10000)]
SECONDS = 2


def measure(world):
    awake = [subprocess.Popen(["nice", "-n", "19", sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        return interleaved({f"{delay} ms, {rate:,} a second": (lambda delay=delay, rate=rate: appended(world, delay, rate))
                            for delay, rate in CASES}, rounds=3, warm=0)
    finally:
        for process in awake:
            process.kill()


def appended(world, delay, rate):
    path = world.folder / "journal"
    shutil.rmtree(path, ignore_errors=True)
    words = [str(word) for word in [RELEASE / "JournalLoad", "measure", path, delay, rate, SECONDS]]
    figures = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    if figures["failures"]:
        sys.exit(f"{words}: {figures['failures']} records were refused")
    return figures
