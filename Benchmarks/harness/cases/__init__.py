"""The cases by name, in the order of the page."""
from . import bare, growth, handshakes, idle, instructions, journal, latency, license, start, systems, uncached, writes

ALL = {
    "h1": lambda world: bare.measure(world, "h1"),
    "h2c": lambda world: bare.measure(world, "h2c"),
    "tls-h1": lambda world: bare.measure(world, "h1_tls"),
    "tls-h2": lambda world: bare.measure(world, "h2_tls"),
    "handshakes": handshakes.measure,
    "instructions": instructions.measure,
    "license": license.measure,
    "uncached": uncached.measure,
    "writes": writes.measure,
    "latency": latency.measure,
    "systems": systems.costs,
    "flood": systems.flood,
    "idle": idle.measure,
    "start": start.measure,
    "connections": growth.connections,
    "keys": growth.keys,
    "loops": growth.loops,
    "journal": journal.measure,
}
