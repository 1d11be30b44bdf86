"""A whole ClearKey license with its key in memory: token, policy, key, record, beside the C floor's fixed answer.

Every request names another of 4,096 keys under another of 256 tokens; over HTTP/2 the load generator can only repeat one. A
token whose signature was checked lately is known again, so *new tokens* takes 20,000 in turn, more than any loop remembers.

What a record in the journal adds is measured under load, with the floor and the license without a journal at as many connections:
a record waits up to 20 ms for its batch, so 64 clients who each wait for their answer can have 3,200 licenses a second and no
more; the processor would sleep in between and wake up cold, and each fdatasync(2) be shared by 64 records instead of a thousand.
"""
from ..load import cost, h2load, wrk
from ..rounds import interleaved

BUSY = 2000


def measure(world):
    found = {"floor, HTTP/1.1": over_http1(world.floor(), world.script("HS256")),
             "floor, h2c": over_http2(world, world.floor(http2=True), "HS256")}
    server = world.evergrant(journal=False)
    for algorithm in ["HS256", "ES256"]:
        found[f"{algorithm}, HTTP/1.1"] = over_http1(server, world.script(algorithm))
        found[f"{algorithm}, h2c"] = over_http2(world, server, algorithm)
        found[f"{algorithm}, new tokens, HTTP/1.1"] = over_http1(server, world.script(algorithm, viewers=20_000))
    return interleaved(found | under_load(world, server))


def under_load(world, server):
    """The server's processor is the limit, and not the wait for the disk."""
    servers = {"floor": world.floor(), "no journal": server, "journal": world.evergrant(journal=True, ships=False),
               "journal and shipping": world.evergrant(journal=True)}
    return {f"{name}, {BUSY:,} connections": over_http1(server, world.script("HS256"), connections=BUSY, seconds=2)
            for name, server in servers.items()}


def over_http1(server, script, **load):
    return lambda: cost(lambda: wrk(server.port, script, **load), server)


def over_http2(world, server, algorithm):
    return lambda: cost(lambda: h2load(server.port, world.body(), world.tokens(algorithm)[0]), server)
