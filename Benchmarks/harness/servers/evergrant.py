"""Evergrant as it is deployed, on a database of the run's own, with as many keys as a case asks for."""
import secrets, subprocess, threading, time, urllib.request

from ..programs import FLOORS, RELEASE, ROOT, Program, free_port
from .postgres import program

SITE, CONTENT = "bench", "film"

# One loop unless a case says otherwise: what is compared is one thread with one thread. A load generator is thousands of
# clients at one address, and under valgrind a loop lags as it never should: those limits are out of its way, and are checked all
# the same.
CONFIGURATION = """\
region: bench
loops: {loops}
database: {{ host: "{sockets}", port: {port}, user: evergrant, name: evergrant }}
keyEncryptionKeyFile: "{folder}/kek"
stateDirectory: "{state}"
migrationsDirectory: "{migrations}"
cache: {{ freshForSeconds: 3600, usableForSeconds: 3600, keysMax: {keys} }}
journal: {{ enabled: {journal}, ship: {{ intervalSeconds: {ship} }} }}
limits:
  {{ connectionsPerAddress: 1000000, requestsPerConnection: 1000000000, idleSeconds: 600, receivingSeconds: 600,
     players: {{ waiting: 100000, lagSeconds: 60 }} }}
listeners:
  public: {{ address: 127.0.0.1, port: {tls}, tls: {{ certificateChainFile: "{certificate}", privateKeyFile: "{key}" }} }}
  cleartext: {{ address: 127.0.0.1, port: {clear} }}
  operator: {{ address: 127.0.0.1, port: {operator} }}
"""


def binary():
    return RELEASE / "evergrant"


class Deployment:
    """What servers share: the database with its site and keys, and what signs tokens."""

    def __init__(self, folder, postgres, tls):
        self.folder, self.postgres, self.tls, self.key_count = folder, postgres, tls, 0
        self.key_encryption_key = secrets.token_hex(32)
        (folder / "kek").write_text(self.key_encryption_key + "\n")
        self.configuration, _ = self.configure()
        self.command("migrate")
        self.command("site", "create", SITE)
        self.signing = {name: self.signing_key(name) for name in ["HS256", "ES256"]}
        postgres.query("INSERT INTO content (site, name, request_digest)"
                       f" VALUES ('{SITE}', '{CONTENT}', decode(repeat('00', 32), 'hex'))")

    def configure(self, loops=1, journal=True, keys=5_000_000, database=True, ships=True):
        clear = free_port()
        ports = {"clear": clear, "tls": free_port(), "operator": free_port()}
        file = self.folder / f"evergrant-{clear}.yaml"
        file.write_text(CONFIGURATION.format(
            loops=loops, journal=str(journal).lower(), ship=1 if ships else 3600, keys=keys, folder=self.folder,
            state=self.folder / f"state-{clear}",
            sockets=self.postgres.sockets if database else "/nonexistent", port=self.postgres.port,
            migrations=ROOT / "Migrations", certificate=self.tls[0], key=self.tls[1], **ports))
        return file, ports

    def command(self, *words):
        words = [binary(), *words, "--config", self.configuration]
        return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout

    def signing_key(self, algorithm):
        file = self.folder / f"token-{algorithm}"
        self.command("token-key", "create", "--site", SITE, "--id", algorithm, "--algorithm", algorithm, "--out", file)
        return file

    def packager(self):
        """An API key."""
        words = ["credential", "create", "--site", SITE, "--name", f"packager-{secrets.token_hex(4)}"]
        return self.command(*words).split()[-1]

    def fill(self, count):
        """At least `count` keys, known to `keys`' rule; nobody else's constraints are checked meanwhile."""
        if count <= self.key_count:
            return
        maker = subprocess.Popen([FLOORS / "keys", str(count), self.key_encryption_key, SITE, CONTENT], stdout=subprocess.PIPE)
        columns = "key_id, site, content, track_type, scheme, crypto_period, kek_version, nonce, sealed"
        refuse = "CREATE TEMP TABLE incoming (LIKE content_key)"
        self.postgres.query(
            f"SET session_replication_role = replica; {refuse}; COPY incoming ({columns}) FROM STDIN;"
            f"INSERT INTO content_key ({columns}) SELECT {columns} FROM incoming OFFSET {self.key_count};"
            "ANALYZE content_key", stdin=maker.stdout)
        maker.wait()
        self.key_count = count


def for_valgrind(program):
    """A copy without debugging information: Valgrind 3.19 does not read DWARF 5, and gives up over it."""
    copy = FLOORS / f"{program.name}-stripped-{threading.get_ident()}"  # another thread may be running its own
    subprocess.run(["strip", "--strip-debug", "-o", copy, program], check=True)
    return copy


def start(deployment, loops=1, journal=True, keys=5_000_000, pinned=True, under=(), ships=True, drm=""):
    """A server that the database has admitted; `ports` has `clear` and `tls`, and `drm` is lines of its configuration."""
    file, ports = deployment.configure(loops, journal, keys, ships=ships)
    file.write_text(file.read_text() + drm)
    program = for_valgrind(binary()) if under else binary()
    server = Program([*under, program, "serve", "--config", file], pinned, stderr=open(deployment.folder / "log", "a"))
    server.ports, server.port = ports, ports["clear"]
    server.await_port(server.port, seconds=120)
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{ports['operator']}/readyz", timeout=5).read()
            return server
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server never became ready")


def bare():
    """Benchmarks/BareServer: HTTPServer with one fixed answer of 300 bytes."""
    return RELEASE / "BareServer"


def start_bare(under=(), pinned=True):
    port = free_port()
    program = for_valgrind(bare()) if under else bare()
    server = Program([*under, program, port], pinned, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server.port = port
    server.await_port(port, seconds=120)
    return server
