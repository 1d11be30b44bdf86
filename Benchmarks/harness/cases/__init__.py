"""The cases by name, in the order of the page."""
from . import bare, handshakes, license, uncached

ALL = {
    "h1": lambda world: bare.measure(world, "h1"),
    "h2c": lambda world: bare.measure(world, "h2c"),
    "tls-h1": lambda world: bare.measure(world, "h1_tls"),
    "tls-h2": lambda world: bare.measure(world, "h2_tls"),
    "handshakes": handshakes.measure,
    "license": license.measure,
    "uncached": uncached.measure,
}
