"""TLS 1.3 handshakes, full and resumed: one connection after the other, each with one request."""
import subprocess

from .. import machine
from ..load import answers, cost
from ..programs import FLOORS
from ..rounds import interleaved
from .bare import PATH, contestants

COUNT = 300


def measure(world):
    found = {}
    for name, (server, port) in contestants(world, "h1_tls").items():
        for kind in ["full", "resumed"]:
            words = [*machine.CLIENT, FLOORS / "handshakes", port, COUNT, PATH, *(["resume"] if kind == "resumed" else [])]
            found[f"{name} {kind}"] = lambda words=words, server=server: cost(lambda: answers(words), server)
    return interleaved(found)
