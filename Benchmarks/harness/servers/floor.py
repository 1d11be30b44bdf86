"""The C floors: Benchmarks/Floor."""
import subprocess

from ..programs import FLOORS, Program


def start(tls=None, http2=False, loops=1, port=0, pinned=True, database=None, under=()):
    """A floor that listens; `tls` is a certificate and its key."""
    words = [*under, FLOORS / ("pool" if database else "floor"), "--port", port, "--loops", loops]
    words += ["--tls", *tls] if tls else []
    words += ["--h2"] if http2 else []
    words += ["--database", database] if database else []
    floor = Program(words, pinned, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    floor.port = int(floor.process.stdout.readline())
    return floor
