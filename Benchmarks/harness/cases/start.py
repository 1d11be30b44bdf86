"""From spawning a process to its first answer, and what it then takes; without a database, as the answer does not need one."""
import os, signal, socket, time

from .. import machine
from ..programs import FLOORS, free_port
from ..rounds import interleaved
from ..servers import evergrant, nginx
from .bare import PATH

ROUNDS = 11


def measure(world):
    return interleaved({
        "floor": lambda: spawned(*floor()),
        "nginx": lambda: spawned(*nginx_alone(world)),
        "evergrant": lambda: spawned(*server(world, journal=True)),
        "evergrant, no journal": lambda: spawned(*server(world, journal=False)),
    }, ROUNDS)


def floor():
    port = free_port()
    return port, [str(FLOORS / "floor"), "--port", str(port)]


def nginx_alone(world):
    file, ports = nginx.configure(world.folder, world.tls)
    return ports["h1"], ["/usr/sbin/nginx", "-c", str(file)]


def server(world, journal):
    file, ports = world.deployment.configure(journal=journal, database=False)
    return ports["clear"], [str(evergrant.binary()), "serve", "--config", str(file)]


def spawned(port, words):
    """Milliseconds, and memory half a second later."""
    nowhere = [(os.POSIX_SPAWN_OPEN, number, "/dev/null", os.O_WRONLY, 0) for number in (1, 2)]
    start = time.monotonic()
    pid = os.posix_spawn(words[0], words, os.environ, file_actions=nowhere)
    try:
        answer(port, start + 10)
        took = time.monotonic() - start
        time.sleep(0.5)
        return {"milliseconds": took * 1000, "resident": machine.memory_bytes([pid]),
                "proportional": machine.memory_bytes([pid], "Pss"), "private": machine.memory_bytes([pid], "Private_Dirty")}
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def answer(port, end):
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                return connection.recv(4096)
        except OSError:
            time.sleep(0.0002)
    raise SystemExit(f"nobody answered on {port}")
