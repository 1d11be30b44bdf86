"""Widevine and PlayReady licenses beside the bare OpenSSL operations they take, without any input and output.

And what a flood of Widevine challenges does to Clear Key's latency: its private keys are used beside the loops.
"""
import json, subprocess

from .. import machine
from ..load import cost, wrk
from ..programs import FLOORS, RELEASE, Program
from ..rounds import interleaved
from ..scripts import key_id
from .latency import percentiles

COUNT = 1000
SYSTEMS = ["widevine", "widevine-private", "playready"]
CONNECTIONS = 16


def costs(world):
    programs = {"floor": FLOORS / "systems", "evergrant": RELEASE / "SystemCost"}
    kinds = {"floor": ["", "-first", "-all"], "evergrant": ["", "-first"]}
    found = {f"{name}, {system}{kind}": (lambda name=name, kind=f"{system}{kind}": processor_time(programs[name], kind))
             for system in SYSTEMS for name in programs for kind in kinds[name]}
    return interleaved(found | {"floor, decrypt": lambda: processor_time(programs["floor"], "decrypt")})


def processor_time(program, kind):
    words = [*machine.SERVER, program, kind, str(COUNT)]
    return {"cpu": json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)["microseconds"]}


def flood(world):
    folder = world.folder / "flood"
    folder.mkdir()
    subprocess.run([RELEASE / "SystemCost", "flood", folder, key_id(0).hex()], check=True)
    server = world.evergrant(journal=False, drm=(folder / "drm.yaml").read_text())
    # Half of what the loop can when nobody disturbs it.
    limit = 1e6 / cost(lambda: wrk(server.port, world.script("HS256"), seconds=2), server)["cpu"]
    rate = round(min(limit / 2, 20_000) / 32) * 32
    return interleaved({"quiet": lambda: percentiles(world, server.port, rate),
                        "flooded": lambda: flooded(world, server, folder / "challenge.bin", rate)})


def flooded(world, server, challenge, rate):
    """Far more challenges than can be answered; the rest of them is refused, which must not cost anybody else."""
    words = ["h2load", "--h1", "-t1", f"-c{CONNECTIONS}", "-D", "60", "-d", challenge,
             "-H", f"authorization: Bearer {world.tokens('HS256')[0]}", f"http://127.0.0.1:{server.port}/v1/licenses/widevine"]
    program = Program([*machine.CLIENT, *words], pinned=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return percentiles(world, server.port, rate)
    finally:
        program.stop()
