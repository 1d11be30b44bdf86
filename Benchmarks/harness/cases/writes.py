"""Content info of one key a request, beside pgbench that inserts the same two rows with the same durability.

The server answers when PostgreSQL has committed, so that most of it is waiting for the disk; nobody is pinned.
"""
from ..load import cost, pgbench, wrk
from ..rounds import interleaved
from ..servers.evergrant import CONTENT, SITE

CLIENTS, SECONDS = 32, 3

LUA = """\
-- A new content at each request, also of the next round: nobody has a name like it.
local names, turn = string.format('%%x', os.time()), 0
wrk.method = 'PUT'
wrk.headers['Authorization'] = 'Bearer %s'
wrk.headers['Content-Type'] = 'application/json'
wrk.body = '{"tracks":[{"type":"SD"}]}'
function init() math.randomseed(os.time()); names = names .. '-' .. math.random(1, 1000000000) end
function request()
  turn = turn + 1
  return wrk.format(nil, '/v1/sites/%s/contents/' .. names .. '-' .. turn)
end
"""

# The statement of the server with everything made by the database, which has no key to wrap and no name to check.
QUERY = f"""\
WITH made AS (
  INSERT INTO content (site, name, request_digest)
  VALUES ('{SITE}', gen_random_uuid()::text, decode(repeat('00', 32), 'hex')) RETURNING site, name)
INSERT INTO content_key (key_id, site, content, track_type, scheme, kek_version, nonce, sealed)
SELECT gen_random_uuid(), made.site, made.name, 'SD', 'cenc', k.kek_version, k.nonce, k.sealed
  FROM made, (SELECT kek_version, nonce, sealed FROM content_key WHERE site = '{SITE}' AND content = '{CONTENT}' LIMIT 1) AS k;
"""


def measure(world):
    server, postgres = world.evergrant(journal=False, pinned=False), world.postgres
    script, transactions = world.folder / "put.lua", world.folder / "insert.sql"
    script.write_text(LUA % (world.deployment.packager(), SITE))
    transactions.write_text(QUERY)

    def put(clients):
        sample = cost(lambda: wrk(server.port, script, connections=clients, seconds=SECONDS, pinned=False), server, postgres)
        return sample | {"latency": clients * 1e6 / sample["rate"]}

    contestants = {}
    for clients in [1, CLIENTS]:
        contestants[f"evergrant, {clients}"] = lambda clients=clients: put(clients)
        contestants[f"pgbench, {clients}"] = lambda clients=clients: insert(postgres, transactions, clients)
    return interleaved(contestants)


def insert(postgres, transactions, clients):
    rate = pgbench(postgres, transactions, clients, SECONDS)
    return {"rate": rate, "latency": clients * 1e6 / rate}
