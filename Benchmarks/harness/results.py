"""Figures between measuring and writing the page: one file, so that a page can be written again and a case measured alone."""
import datetime, json

from . import machine
from .programs import ROOT

FILE = ROOT / ".build" / "benchmarks" / "results.json"


def load():
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def keep(case, samples):
    """Replaces the case's figures."""
    now = datetime.datetime.now(datetime.UTC)
    entry = {"measured": now.isoformat(timespec="minutes"), "machine": machine.description(), "samples": samples}
    FILE.write_text(json.dumps(load() | {case: entry}, indent=1))
