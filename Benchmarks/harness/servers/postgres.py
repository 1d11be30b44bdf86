"""A PostgreSQL cluster of the run, reached through its own socket; ends with it."""
import glob, os, pathlib, shutil, signal, subprocess, sys

from ..programs import Program, free_port

SETTINGS = """\
listen_addresses = '' \n unix_socket_directories = '{sockets}' \n port = {port} \n max_connections = 100
shared_buffers = 512MB \n max_wal_size = 4GB \n checkpoint_timeout = 1h \n autovacuum = off \n log_min_messages = fatal
synchronous_commit = on \n timezone = 'UTC'
"""


def program(name):
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}")) or [shutil.which(name)]
    return found[-1] or sys.exit(f"make bench needs PostgreSQL's {name}")


class Postgres:
    def __init__(self, folder):
        self.sockets, self.port = pathlib.Path(folder) / "postgres", free_port()
        self.sockets.mkdir()
        data = self.sockets / "data"
        # PostgreSQL refuses to run as root. setpriv(1) becomes it; runuser(1) would stay between it and our signals.
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
        if as_owner:
            shutil.chown(self.sockets, "postgres")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
        initdb = [program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run(as_owner + initdb, check=True, **quiet)
        (data / "postgresql.auto.conf").write_text(SETTINGS.format(sockets=self.sockets, port=self.port))
        self.server = Program([*as_owner, program("postgres"), "-D", data], pinned=False, **quiet)
        self.await_answer()
        self.query("CREATE ROLE evergrant LOGIN; GRANT pg_read_all_stats TO evergrant", "postgres")
        self.query("CREATE DATABASE evergrant OWNER evergrant", "postgres")

    @property
    def address(self):
        """As libpq has it."""
        return f"host={self.sockets} port={self.port} dbname=evergrant user=evergrant"

    def await_answer(self):
        for _ in range(300):
            words = [program("pg_isready"), "-q", "-t", "1", "-h", self.sockets, "-p", str(self.port)]
            if subprocess.run(words).returncode == 0:
                return
        sys.exit("PostgreSQL did not start")

    def query(self, sql, database="evergrant", **options):
        words = [program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.sockets, "-p", str(self.port),
                 "-U", "postgres", "-d", database, "-c", sql]
        return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, **options).stdout.strip()

    def cpu(self):
        return self.server.cpu()

    def stop(self):
        self.server.stop(signal.SIGINT)
