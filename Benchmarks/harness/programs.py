"""Starting and stopping what is measured."""
import contextlib, pathlib, shutil, signal, socket, subprocess, sys, time

from . import machine

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FLOORS = ROOT / ".build" / "benchmarks"
RELEASE = ROOT / ".build" / "release"


def require(*names):
    for name in names:
        if not shutil.which(name):
            sys.exit(f"make bench needs {name}: deploy/local/install bench")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """A server under test: one process and its children."""

    def __init__(self, words, pinned=True, **options):
        self.words = (machine.SERVER if pinned else []) + [str(word) for word in words]
        self.process = subprocess.Popen(self.words, stdin=subprocess.DEVNULL, **options)

    @property
    def pids(self):
        return machine.family(self.process.pid)

    def cpu(self):
        return machine.cpu_microseconds(self.pids)

    def memory(self, kind="Rss"):
        return machine.memory_bytes(self.pids, kind)

    def await_port(self, port, seconds=30):
        """Returns once somebody listens there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                time.sleep(0.01)
        sys.exit(f"{self.words}: nothing listens on {port}")

    def stop(self, how=signal.SIGTERM):
        # More than once: nginx misses a signal that comes between its looking for one and its waiting in epoll_wait(2).
        for _ in range(6):
            if self.process.poll() is None:
                self.process.send_signal(how)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(20)
        self.process.kill()
        self.process.wait()
