"""A whole ClearKey license with its key in memory: token, policy, key, record, beside the C floor's fixed answer.

Every request names another of 4,096 keys under another of 256 tokens; over HTTP/2 the load generator can only repeat one. A
token whose signature was checked lately is known again, so *new tokens* takes 20,000 in turn, more than any loop remembers.
"""
from ..load import cost, h2load, wrk
from ..rounds import interleaved


def measure(world):
    found = {"floor, HTTP/1.1": over_http1(world.floor(), world.script("HS256")),
             "floor, h2c": over_http2(world, world.floor(http2=True), "HS256")}
    for algorithm in ["HS256", "ES256"]:
        for journal in [False, True]:
            server = world.evergrant(journal=journal)
            name = f"{algorithm}, {'journal' if journal else 'no journal'}"
            found[f"{name}, HTTP/1.1"] = over_http1(server, world.script(algorithm))
            found[f"{name}, h2c"] = over_http2(world, server, algorithm)
    many = world.script("ES256", viewers=20_000)
    found["ES256, new tokens, no journal, HTTP/1.1"] = over_http1(world.evergrant(journal=False), many)
    return interleaved(found)


def over_http1(server, script):
    return lambda: cost(lambda: wrk(server.port, script), server)


def over_http2(world, server, algorithm):
    return lambda: cost(lambda: h2load(server.port, world.body(), world.tokens(algorithm)[0]), server)
