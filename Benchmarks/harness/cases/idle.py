"""Resident memory of an idle connection that has asked once, over each protocol.

The difference between two counts of connections, so that what a server takes once for all of them does not count.
"""
import socket, ssl

from ..rounds import interleaved
from ..servers import evergrant, floor, nginx
from .bare import PATH

FEW, MANY = 500, 2500

REQUEST = f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
# Preface, empty SETTINGS, and HEADERS of stream 1 with END_STREAM: GET, http, a literal path, and `localhost`.
FIELDS = b"\x82\x86\x04" + bytes([len(PATH)]) + PATH.encode() + b"\x41\x09localhost"
HTTP2_REQUEST = (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\x04" + bytes(5)
                 + bytes([0, 0, len(FIELDS), 1, 5, 0, 0, 0, 1]) + FIELDS)


def measure(world):
    world.deployment.fill(1)
    found = {f"{name} {protocol}": lambda start=start, protocol=protocol: per_connection(start, world, protocol)
             for protocol in ["h1", "h2c", "h1_tls", "h2_tls"]
             for name, start in {"floor": fresh_floor, "nginx": fresh_nginx, "evergrant": fresh_evergrant}.items()}
    return interleaved(found, rounds=1, warm=0)


# A process of its own for each: what one protocol's connections leave behind is free memory for those of the next.
def fresh_floor(world, protocol):
    server = floor.start(world.tls if protocol.endswith("_tls") else None, protocol.startswith("h2"))
    return server, server.port


def fresh_nginx(world, protocol):
    server = nginx.start(world.folder, world.tls)
    return server, server.ports[protocol]


def fresh_evergrant(world, protocol):
    server = evergrant.start(world.deployment, journal=False)
    return server, server.ports["tls" if protocol.endswith("_tls") else "clear"]


def per_connection(start, world, protocol):
    held = []
    server, port = start(world, protocol)
    try:
        held += [asked(port, protocol) for _ in range(FEW)]
        few = server.memory()
        held += [asked(port, protocol) for _ in range(MANY - FEW)]
        return {"bytes": (server.memory() - few) / (MANY - FEW)}
    finally:
        for connection in held:
            connection.close()
        server.stop()


def asked(port, protocol):
    """A connection after one request and its whole answer."""
    connection = socket.create_connection(("127.0.0.1", port))
    is_http2 = protocol.startswith("h2")
    if protocol.endswith("_tls"):
        context = ssl._create_unverified_context()
        context.set_alpn_protocols(["h2" if is_http2 else "http/1.1"])
        connection = context.wrap_socket(connection)
    connection.sendall(HTTP2_REQUEST if is_http2 else REQUEST)
    is_whole = has_whole_stream if is_http2 else lambda bytes: b"\r\n\r\n" in bytes
    received = b""
    while not is_whole(received):
        piece = connection.recv(65536)
        if not piece:
            raise SystemExit(f"idle {protocol}: {received!r} and then the end")
        received += piece
    return connection


def has_whole_stream(bytes):
    """Whether a frame of stream 1 with END_STREAM is among the frames (RFC 9113 §4.1)."""
    while len(bytes) >= 9:
        length, kind, flags = int.from_bytes(bytes[:3]), bytes[3], bytes[4]
        if len(bytes) < 9 + length:
            return False
        if kind in (0, 1) and flags & 1:
            return True
        bytes = bytes[9 + length:]
    return False
