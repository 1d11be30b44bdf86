"""What the cases share, started when a case first asks for it, and ended with the run."""
import contextlib, pathlib, shutil, subprocess, tempfile

from . import scripts, tokens
from .servers import evergrant, floor, nginx, postgres

KEYS = 100_000


class World:
    """Servers by what they are asked to be; each is started once."""

    def __init__(self):
        self.stack, self.started = contextlib.ExitStack(), {}
        # A folder that PostgreSQL's user may pass through, on a disk that fdatasync(2) means something to.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="evergrant-bench-", dir="/var/tmp"))
        self.folder.chmod(0o755)
        self.stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.tls = self.certificate()

    def certificate(self):
        """P-256, as a deployment should have it: half of what RSA costs."""
        files = self.folder / "certificate.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
        return files

    def once(self, key, start):
        if key not in self.started:
            self.started[key] = start()
            if hasattr(self.started[key], "stop"):
                self.stack.callback(self.started[key].stop)
        return self.started[key]

    def floor(self, tls=False, http2=False, loops=1, pinned=True):
        options = {"tls": self.tls if tls else None, "http2": http2, "loops": loops, "pinned": pinned}
        return self.once(("floor", *map(str, options.values())), lambda: floor.start(**options))

    def nginx(self):
        return self.once("nginx", lambda: nginx.start(self.folder, self.tls))

    @property
    def postgres(self):
        return self.once("postgres", lambda: postgres.Postgres(self.folder))

    @property
    def deployment(self):
        return self.once("deployment", lambda: evergrant.Deployment(self.folder, self.postgres, self.tls))

    def evergrant(self, **options):
        self.deployment.fill(KEYS)
        return self.once(("evergrant", *sorted(options.items())), lambda: evergrant.start(self.deployment, **options))

    def alone(self):
        """The HTTP part with one fixed answer and nothing else of Evergrant; nothing when it was not built."""
        return self.once("alone", evergrant.start_bare) if evergrant.bare().exists() else None

    def pool(self):
        """Eight threads that wait for the database, in C."""
        self.deployment.fill(KEYS)
        return self.once("pool", lambda: floor.start(loops=8, database=self.postgres.address, pinned=False))

    def tokens(self, algorithm, count=256):
        key = self.deployment.signing[algorithm]
        return self.once(("tokens", algorithm, count), lambda: tokens.mint(algorithm, key, count))

    def script(self, algorithm="HS256", count=4096, viewers=256, **options):
        """Lua for wrk: licenses for random keys of the first `count`, under the tokens of so many `viewers`."""
        name = f"{algorithm}-{count}-{viewers}-{'-'.join(map(str, options.values()))}.lua"
        write = lambda: scripts.write(self.folder / name, self.tokens(algorithm, viewers), count, **options)
        return self.once(("script", name), write)

    def bare_script(self):
        return self.once("bare", lambda: scripts.write_bare(self.folder / "bare.lua", self.tokens("HS256")[0]))

    def body(self):
        file = self.folder / "body.json"
        file.write_text(scripts.challenge(0))
        return file

    def close(self):
        self.stack.close()
