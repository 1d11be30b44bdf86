"""The 99th percentile at a fixed rate, half of what one loop can: the best round counts, as a ratio within the same run.

The load generator sends at set times whatever the server does. Its own bursts set the floor of these figures.
"""
import statistics, subprocess

from .. import machine
from ..load import cost, wrk
from ..rounds import interleaved

CONNECTIONS, SECONDS = 32, 2


def measure(world):
    server, journaling, script = world.evergrant(journal=False), world.evergrant(journal=True), world.script("HS256")
    # Half of what the slowest of them can, so that all are asked the same.
    limit = 1e6 / cost(lambda: wrk(journaling.port, script, seconds=2), journaling)["cpu"]
    rate = round(min(limit / 2, 20_000) / CONNECTIONS) * CONNECTIONS
    ports = {"floor": world.floor().port, "nginx": world.nginx().port, "evergrant": server.port,
             "evergrant, journal": journaling.port, "evergrant, uncached": world.evergrant(journal=False, keys=0).port,
             "pool, uncached": world.pool().port}
    return interleaved({name: (lambda port=port: percentiles(world, port, rate)) for name, port in ports.items()})


def percentiles(world, port, rate):
    log = world.folder / "latency.log"
    log.unlink(missing_ok=True)
    words = [*machine.CLIENT, "h2load", "--h1", "-t1", f"-c{CONNECTIONS}", f"--rps={rate // CONNECTIONS}", "-D", str(SECONDS),
             "-d", world.body(), "-H", f"authorization: Bearer {world.tokens('HS256')[0]}", f"--log-file={log}",
             f"http://127.0.0.1:{port}/v1/licenses/clearkey"]
    subprocess.run(words, check=True, capture_output=True)
    lines = [line.split() for line in log.read_text().splitlines()]
    if any(line[1] != "200" for line in lines):
        raise SystemExit(f"{words}: not all were answered with 200")
    parts = statistics.quantiles((int(line[2]) for line in lines), n=100)
    return {"rate": rate, "median": parts[49], "p99": parts[98]}
