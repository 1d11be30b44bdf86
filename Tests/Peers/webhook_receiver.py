"""Takes notices at a webhook and checks their signatures: webhook_receiver.py PORT SECRET FILE [STATUS…].

Each STATUS is the answer to one request, in order; afterwards every good one gets 200. FILE gets a line for each request.
"""

import hashlib
import hmac
import http.server
import json
import sys
import time

port, SECRET, file, *statuses = sys.argv[1:]


# The lines that docs/alarms.md gives to operators.
def is_genuine(secret: bytes, header: str, body: bytes) -> bool:
    parts = dict(part.split("=", 1) for part in header.split(","))
    expected = hmac.new(secret, parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, parts["v1"]) and abs(time.time() - int(parts["t"])) < 300


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers as it was told to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        genuine = is_genuine(SECRET.encode(), self.headers["Evergrant-Signature"], body)
        status = int(statuses.pop(0)) if statuses else 200 if genuine else 401
        with open(file, "a", encoding="utf-8") as log:
            line = {"status": status, "isGenuine": genuine, "id": self.headers["Evergrant-Notice-Id"]}
            log.write(json.dumps(line | {"notice": json.loads(body)}) + "\n")
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Receiver).serve_forever()
