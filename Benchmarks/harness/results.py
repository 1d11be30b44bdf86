"""Figures between measuring and writing the page: one file, so that a page can be written again and a case measured alone."""
import datetime, json, subprocess

from . import machine
from .programs import ROOT

FILE = ROOT / ".build" / "benchmarks" / "results.json"


def load():
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def keep(case, samples):
    """Replaces the case's figures."""
    now = datetime.datetime.now(datetime.UTC)
    entry = {"measured": now.isoformat(timespec="minutes"), "machine": machine.description(), "commit": commit(),
             "samples": samples}
    FILE.write_text(json.dumps(load() | {case: entry}, indent=1))


def commit():
    """What was measured, with a `+` when the tree had changes that are in no commit; nothing outside of a clone."""
    words = ["git", "-C", str(ROOT), "describe", "--always", "--abbrev=8", "--dirty=+", "--exclude=*"]
    return subprocess.run(words, capture_output=True, text=True).stdout.strip()
