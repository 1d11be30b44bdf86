"""Stands in for a licensee's FairPlay program: fairplay_helper.py SOCKET [MANNER].

Its derivation is invented and resembles none of Apple's: no device can be served with it. So that it never serves in
earnest, it starts only where EVERGRANT_TEST_DERIVATION says "invented".

The protocol is described in docs/fairplay.md, and a program of a licensee differs in `device_key` alone. MANNER makes it
misbehave: "silent" never answers, "garbage" answers with what is no answer, "refusing" has no key for anybody,
"fragile" hangs up at each first question of a connection, "long" announces a message without end, "confused" answers
each question as if it were one of the other kind, and "moody" has keys only where R2 begins with an even byte.
"""

import hashlib
import json
import os
import socketserver
import struct
import sys

MESSAGE_BYTES_MAX = 4096


def device_key(r2: bytes, certificate: bytes) -> bytes:
    """The only part that a licensee writes: DASk from R2, and the certificate's application secret key."""
    return hashlib.sha256(b"an invented derivation" + r2).digest()[:16]


def answer(question: dict) -> dict:
    """One object for one object, with the same id."""
    if question["op"] == "status":
        return {"id": question["id"], "status": "ok"}
    if question["op"] != "derive":
        return {"id": question["id"], "error": "unknown op"}
    key = device_key(bytes.fromhex(question["r2"]), bytes.fromhex(question["certificate"]))
    return {"id": question["id"], "dask": key.hex()}


class Talk(socketserver.StreamRequestHandler):
    """One connection: length-prefixed messages until the other side leaves."""

    def handle(self):
        while head := self.rfile.read(4):
            (length,) = struct.unpack(">I", head)
            if not 0 < length <= MESSAGE_BYTES_MAX:
                return
            question = json.loads(self.rfile.read(length))
            if manner == "fragile":
                return
            if manner != "silent":
                self.say(question)

    def say(self, question: dict):
        if manner == "confused":
            derive = {"op": "derive", "r2": "00" * 21, "certificate": "00" * 20}
            question = {"op": "status"} | {"id": question["id"]} if question["op"] == "derive" else question | derive
        message = json.dumps(answer(question)).encode()
        if manner == "garbage":
            message = b"{}"
        if manner == "refusing" or manner == "moody" and int(question["r2"][:2], 16) % 2:
            message = json.dumps({"id": question["id"], "error": "no such certificate"}).encode()
        length = 0xFFFFFFFF if manner == "long" else len(message)
        self.wfile.write(struct.pack(">I", length) + message)


class Server(socketserver.ThreadingUnixStreamServer):
    """A thread for each connection: a server asks over one for each of its loops."""

    daemon_threads = True


if os.environ.get("EVERGRANT_TEST_DERIVATION") != "invented":
    sys.exit("fairplay_helper.py: an invented derivation, for tests only; see docs/fairplay.md")
path, manner = sys.argv[1], (sys.argv[2:] or [""])[0]
if os.path.exists(path):
    os.unlink(path)
os.umask(0o177)
server = Server(path, Talk)
print("it listens", flush=True)
server.serve_forever()
