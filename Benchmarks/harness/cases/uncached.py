"""Licenses whose keys nobody remembers, beside pgbench on the same table and a pool of eight blocking threads in C.

Nobody is pinned: the database needs the processors too. CPU time is the server's and its database backends' together. A loop
for each processor, as it is deployed, and 256 connections: with 64 a loop would wait for its only query half of the time.
"""
import os

from ..load import cost, pgbench, wrk
from ..rounds import interleaved
from ..world import KEYS

# The query of the server, for one key: `any($1)` of one would be the same plan.
QUERY = """\
\\set i random(100000000000, {last})
SELECT k.key_id, k.track_type, k.scheme, k.crypto_period, k.kek_version, k.nonce, k.sealed, k.site, k.content
  FROM content_key k JOIN content c ON c.site = k.site AND c.name = k.content
 WHERE k.key_id = ('00000000-0000-4000-8000-' || :i)::uuid AND c.deleted_at IS NULL;
"""
SECONDS, CONNECTIONS = 2, 256


def measure(world):
    loops = os.cpu_count() or 1
    # Fewer remembered than clients ask at once could be forgotten before they are used; 512 of 100,000 help nobody.
    server, pool = world.evergrant(journal=False, keys=512, pinned=False, loops=loops), world.pool()
    script, postgres = world.script("HS256", KEYS), world.postgres
    transactions = world.folder / "lookup.sql"
    transactions.write_text(QUERY.format(last=100_000_000_000 + KEYS - 1))
    load = lambda port: lambda: wrk(port, script, connections=CONNECTIONS, seconds=SECONDS, pinned=False)
    return interleaved({
        "evergrant": lambda: cost(load(server.port), server, postgres),
        "pool": lambda: cost(load(pool.port), pool, postgres),
        "pgbench": lambda: {"rate": pgbench(postgres, transactions, clients=16, seconds=SECONDS)},
    })
