"""User-space instructions of a request: the steady figure, as no neighbor and no kernel moves it.

The difference between two runs under callgrind, of 1,000 and 5,000 requests, over the 4,000 that one has more. One connection,
and each request waits for the answer before it, so that no batch flatters anybody.
"""
import concurrent.futures, re, socket, subprocess

from ..rounds import interleaved
from ..scripts import challenge
from ..servers import evergrant, floor, nginx

FEW, MANY = 1000, 5000


def measure(world):
    world.deployment.fill(10_000)
    token = world.tokens("HS256")[0]
    bare = f"GET /livez HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    server = lambda under: evergrant.start(world.deployment, journal=False, pinned=False, under=under)
    contestants = {"floor": lambda under: floor.start(pinned=False, under=under),
                   "nginx": lambda under: nginx.start(world.folder, world.tls, False, under), "evergrant": server}
    found = {f"{name}, /livez": lambda start=start: difference(world, start, bare)
             for name, start in contestants.items()}
    if evergrant.bare().exists():
        alone = lambda under: evergrant.start_bare(under, pinned=False)
        fixed = bare.replace(b"/livez", b"/fixed")
        found["evergrant's HTTP alone"] = lambda: difference(world, alone, fixed)
    found["evergrant, license"] = lambda: difference(world, server, license_request(world, "HS256"))
    found["floor, h2c"] = lambda: difference(world, lambda under: floor.start(http2=True, pinned=False, under=under), None)
    found["evergrant, h2c"] = lambda: difference(world, server, None)
    return interleaved(found, rounds=1, warm=0)


def license_request(world, algorithm):
    body = challenge(0).encode()
    head = (f"POST /v1/licenses/clearkey HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {world.tokens(algorithm)[0]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n")
    return head.encode() + body


def difference(world, start, request):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        few, many = pool.map(lambda count: total(world, start, request, count), [FEW, MANY])
    return {"instructions": (many - few) / (MANY - FEW)}


def total(world, start, request, count):
    """Instructions of a whole life with `count` requests."""
    file = world.folder / f"callgrind-{count}"
    under = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={file}"]
    server = start(under)
    ask_http1(server.port, request, count) if request else ask_http2(world, server.port, count)
    server.stop()
    return int(re.search(r"^(?:totals|summary): (\d+)", file.read_text(), re.M)[1])


def ask_http1(port, request, count):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for _ in range(count):
            connection.sendall(request)
            if not whole(connection).startswith(b"HTTP/1.1 200"):
                raise SystemExit("under callgrind an answer was not 200")


def whole(connection):
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    left = int(re.search(rb"(?i)content-length: *(\d+)", head)[1]) - len(body)
    while left > 0:
        left -= len(connection.recv(65536))
    return received


def ask_http2(world, port, count):
    """Ten streams at a time, which is what HTTP/2 is for."""
    words = ["h2load", "-t1", "-c1", "-m10", "-n", str(count), "-H", f"authorization: Bearer {world.tokens('HS256')[0]}",
             f"http://127.0.0.1:{port}/livez"]
    subprocess.run(words, check=True, capture_output=True)
