"""The places that hold AWS credentials: credential_places.py PORT LIFETIME-SECONDS [FAILURES-AFTER].

The machine's metadata service (IMDSv2), a container agent at /container that wants "Authorization: let me in", and an
STS that takes the token "web-identity-token". Each answer's key counts up. After FAILURES-AFTER answers all are 503.
"""

import datetime
import http.server
import itertools
import json
import sys
import urllib.parse

port, lifetime, *rest = sys.argv[1:]
FAILS_AFTER = int(rest[0]) if rest else None
numbers = itertools.count(1)
TOKEN = "imds-token"
ROLES = "/latest/meta-data/iam/security-credentials/"


class Places(http.server.BaseHTTPRequestHandler):
    """All of them at one port."""

    def do_PUT(self):
        has_lifetime = self.headers["X-aws-ec2-metadata-token-ttl-seconds"] == "21600"
        self.answer(200 if self.path == "/latest/api/token" and has_lifetime else 404, TOKEN)

    def do_GET(self):
        if self.path == "/container":
            return self.credentials(self.headers["Authorization"] == "let me in", None)
        if self.headers["X-aws-ec2-metadata-token"] != TOKEN:
            return self.answer(401, "no token")
        if self.path == ROLES:
            return self.answer(200, "a role\n")
        return self.credentials(self.path == ROLES + "a%20role", "Success")

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        wanted = {
            "Action": "AssumeRoleWithWebIdentity", "Version": "2011-06-15", "RoleArn": "arn:aws:iam::1:role/prober",
            "RoleSessionName": "evergrant", "WebIdentityToken": "web-identity-token",
        }
        if form != wanted:
            return self.answer(400, "<ErrorResponse><Error><Code>InvalidIdentityToken</Code></Error></ErrorResponse>")
        number, expiration = next(numbers), self.expiration()
        self.answer(200, f"""<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>key-{number}</AccessKeyId>
          <SecretAccessKey>secret</SecretAccessKey><SessionToken>session&amp;token</SessionToken>
          <Expiration>{expiration}</Expiration></Credentials></AssumeRoleWithWebIdentityResult>
          </AssumeRoleWithWebIdentityResponse>""")

    def credentials(self, is_allowed, code):
        if not is_allowed:
            return self.answer(403, "not allowed")
        number = next(numbers)
        if FAILS_AFTER is not None and number > FAILS_AFTER:
            return self.answer(503, "")
        document = {
            "AccessKeyId": f"key-{number}", "SecretAccessKey": "secret", "Token": "session&token",
            "Expiration": self.expiration(),
        }
        self.answer(200, json.dumps(document | ({"Code": code} if code else {})))

    def expiration(self):
        moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=int(lifetime))
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Places).serve_forever()
