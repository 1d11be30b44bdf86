#!/usr/bin/env python3
"""Measures what a record in the journal costs, beside the bare disk, and writes its part of docs/performance.md.

Each round appends 400-byte records at a fixed rate, whatever the journal does (an open loop), then writes the same batches with
nothing but pwrite and fdatasync. CPU time is the whole process's, its writer thread included, less what the same ticks cost
without appending. The rounds of all cases are interleaved and the median counts. A process of the lowest priority keeps each
processor awake, as a server under load does: waking a sleeping one costs more than a batch of records.

    Benchmarks/journal.py [ROUNDS] [SECONDS PER CASE]
"""
import json, os, pathlib, shutil, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = pathlib.Path(os.environ.get("JOURNAL_LOAD", ROOT / ".build" / "release" / "JournalLoad"))
PAGE = ROOT / "docs" / "performance.md"
TITLE = "## The journal"
# Batch delay in milliseconds, records a second. 5,000 is what one loop answers with ES256 tokens.
CASES = [(10, 5000), (20, 5000), (20, 10000)]


def measure(delay, rate, seconds, folder):
    path = folder / "journal"
    shutil.rmtree(path, ignore_errors=True)
    words = [PROGRAM, "measure", path, str(delay), str(rate), str(seconds)]
    output = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    figures = json.loads(output)
    if figures["failures"]:
        sys.exit(f"{words}: {figures['failures']} records were refused")
    return figures


def section(rounds, seconds):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="journal-", dir=os.environ.get("JOURNAL_FOLDER", "/var/tmp")))
    found = {case: [] for case in CASES}
    awake = [subprocess.Popen(["nice", "-n", "19", sys.executable, "-c", "while True: pass"])
             for _ in range(os.cpu_count() or 1)]
    try:
        for _ in range(rounds):
            for case in CASES:
                found[case].append(measure(*case, seconds, folder))
    finally:
        for process in awake:
            process.kill()
        shutil.rmtree(folder)
    lines = [
        TITLE, "",
        f"{rounds} interleaved rounds of {seconds} s, medians; records of 400 bytes. *Bare* is `pwrite` and `fdatasync` of the same",
        "batches in the same run, without a journal. A process of the lowest priority kept each processor awake, as load does.", "",
        "| batch delay | records per second | per batch | CPU µs per record | of it bare | latency median ms | p99 ms"
        " | bare median ms | bare p99 ms |", "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for (delay, rate), figures in found.items():
        middle = {name: statistics.median(figure[name] for figure in figures) for name in figures[0]}
        lines.append(
            f"| {delay} ms | {rate:,} | {middle['recordsPerBatch']:.0f} | {middle['cpuPerRecord']:.2f}"
            f" | {middle['bareCPUPerRecord']:.2f} | {middle['latencyMedian'] / 1000:.1f} | {middle['latency99'] / 1000:.1f}"
            f" | {middle['bareMedian'] / 1000:.2f} | {middle['bare99'] / 1000:.2f} |")
    return "\n".join(lines) + "\n"


def update(rounds=5, seconds=3):
    """Replaces the part about the journal, which is the last of the page."""
    text = section(rounds, seconds)
    PAGE.write_text(PAGE.read_text().split(TITLE)[0].rstrip("\n") + "\n\n" + text)
    print(text)


if __name__ == "__main__":
    update(*(int(text) for text in sys.argv[1:]))
