"""Load generators, on the client's processor: what they sent, and what it cost the server."""
import re, subprocess, sys, time

from . import machine
from .servers.postgres import program


def wrk(port, script, scheme="http", path="/v1/licenses/clearkey", connections=64, seconds=1, pinned=True):
    """POSTs over HTTP/1.1 as the Lua `script` has them."""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", script]
    return answers((machine.CLIENT if pinned else []) + words + [f"{scheme}://127.0.0.1:{port}{path}"])


def h2load(port, body, token, scheme="http", path="/v1/licenses/clearkey", clients=16, streams=10, seconds=1):
    """POSTs of `body`, or GETs without one, over HTTP/2."""
    words = ["h2load", "-t1", f"-c{clients}", f"-m{streams}", "-D", seconds, "-H", f"authorization: Bearer {token}"]
    words += ["-d", body, "-H", "content-type: application/json"] if body else []
    return answers(machine.CLIENT + words + [f"{scheme}://127.0.0.1:{port}{path}"])


def pgbench(postgres, transactions, clients, seconds):
    """Transactions a second of a file's, prepared, from one thread."""
    words = [program("pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(seconds), "-f", transactions,
             "-h", postgres.sockets, "-p", str(postgres.port), "-U", "evergrant", "evergrant"]
    output = subprocess.run(words, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", output)
    return float(found[1]) if found else sys.exit(f"pgbench: {output}")


def answers(words):
    """How many good answers came; ends the run when one was bad."""
    output = subprocess.run([str(word) for word in words], capture_output=True, text=True).stdout
    found = re.search(r"(\d+) requests in", output) or re.search(r"(\d+) succeeded", output)
    bad = re.search(r"Non-2xx or 3xx responses: \d+|[1-9]\d* failed|Socket errors: (?!connect 0, read 0, write 0).*", output)
    if not found or bad or not int(found[1]):
        sys.exit(f"{' '.join(map(str, words))}: {bad[0] if bad else output}")
    return int(found[1])


def cost(load, *servers):
    """CPU microseconds of the servers for each answer, and answers a second."""
    before, start = [server.cpu() for server in servers], time.monotonic()
    count = load()
    took = time.monotonic() - start
    spent = [machine.spent(first, server.cpu()) / count for server, first in zip(servers, before)]
    return {"cpu": sum(spent), "rate": count / took, "answers": count, "parts": spent}
