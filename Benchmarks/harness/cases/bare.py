"""What a request costs with nothing behind it: `/livez` beside the C floor and nginx `return 200`, over each protocol.

`/livez` is Evergrant's least answer, with its limits, deadlines and checks of the head. All three get the same requests.
"""
from ..load import cost, h2load, wrk
from ..rounds import interleaved

PATH = "/livez"


def contestants(world, protocol):
    """Each server with its port for `protocol`: h1, h1_tls, h2c or h2_tls."""
    tls, http2 = protocol.endswith("_tls"), protocol.startswith("h2")
    floor, nginx, server = world.floor(tls=tls, http2=http2), world.nginx(), world.evergrant(journal=False)
    return {"floor": (floor, floor.port), "nginx": (nginx, nginx.ports[protocol]),
            "evergrant": (server, server.ports["tls" if tls else "clear"])}


def measure(world, protocol):
    scheme = "https" if protocol.endswith("_tls") else "http"
    token, script = world.tokens("HS256")[0], world.bare_script()

    def load(port):
        if protocol.startswith("h2"):
            return h2load(port, None, token, scheme, PATH)
        return wrk(port, script, scheme, PATH)

    found = {name: (lambda server=server, port=port: cost(lambda: load(port), server))
             for name, (server, port) in contestants(world, protocol).items()}
    if protocol == "h1" and (alone := world.alone()):
        found["evergrant's HTTP alone"] = lambda: cost(lambda: wrk(alone.port, script, path="/fixed"), alone)
    return interleaved(found)
