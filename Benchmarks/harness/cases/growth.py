"""What a request costs as connections, keys and loops become more."""
import os

from ..load import cost, wrk
from ..rounds import interleaved

CONNECTIONS = [10, 100, 1000, 10_000]
KEYS = [10_000, 100_000, 1_000_000] + ([5_000_000] if os.environ.get("FULL") else [])


def connections(world):
    """With 10,000 kept connections, most of which have just asked."""
    script = world.bare_script()
    servers = {"floor": world.floor(), "nginx": world.nginx(), "evergrant": world.evergrant(journal=False)}
    # To connect ten thousand times takes a second or two of its own.
    load = lambda server, count: lambda: cost(lambda: wrk(
        server.port, script, path="/livez", connections=count, seconds=6 if count > 1000 else 2), server)
    return interleaved({f"{name} {count}": load(server, count) for count in CONNECTIONS
                        for name, server in servers.items()}, rounds=2)


def keys(world):
    """Licenses for keys in memory, drawn evenly from ever more of them; all were asked for once before."""
    world.deployment.fill(KEYS[-1])
    server = world.evergrant(journal=False)
    memory = {}
    for count in KEYS:
        learn(world, server, count)
        memory[count] = server.memory()
    load = lambda count: lambda: cost(lambda: wrk(server.port, world.script(count=count)), server) | {"resident": memory[count]}
    return interleaved({str(count): load(count) for count in KEYS})


def learn(world, server, count, together=16):
    """Asks for each key in turn, several in one request, until all were asked for."""
    first = 0
    while first < count:
        script = world.script(count=count, first=first, together=together)
        first += wrk(server.port, script, seconds=2) * together


def loops(world):
    """One loop and two, on both processors beside the load generator: processor time tells what the rate cannot."""
    script = world.script("HS256")
    floors = {count: world.floor(loops=count, pinned=False) for count in (1, 2)}
    servers = {count: world.evergrant(journal=False, loops=count, pinned=False) for count in (1, 2)}
    load = lambda server: lambda: cost(lambda: wrk(server.port, script, pinned=False), server)
    contestants = {f"floor {count}": load(server) for count, server in floors.items()}
    contestants |= {f"evergrant {count}": load(server) for count, server in servers.items()}
    return interleaved(contestants)
