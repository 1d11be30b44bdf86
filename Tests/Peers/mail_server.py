"""A mail server that writes down what it is given: mail_server.py PORT FOLDER MODE [USER PASSWORD].

MODE is starttls, tls or none; FOLDER holds server-chain.pem and server.key, and gets mail.jsonl, a line for each message.
A first recipient whose name begins with "later" is refused once with 451, one that begins with "never" with 550.
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

port, folder, mode, *login = sys.argv[1:]
refused = set()


class Desk:
    """Takes messages."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never"):
            return "550 5.1.1 nobody here"
        if address.startswith("later") and address not in refused:
            refused.add(address)
            return "451 4.3.0 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "content": envelope.content.decode(),
            "isEncrypted": session.ssl is not None or mode == "tls", "login": getattr(session, "auth_data", None),
        }
        with open(f"{folder}/mail.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(message) + "\n")
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    given = [data.login.decode(), data.password.decode()]
    return AuthResult(success=given == login, handled=False, auth_data=given[0])


options = {"hostname": "127.0.0.1", "port": int(port)}
if login:
    options |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": mode == "starttls"}
if mode != "none":
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(f"{folder}/server-chain.pem", f"{folder}/server.key")
    if mode == "tls":
        options["ssl_context"] = context
    else:
        options |= {"tls_context": context, "require_starttls": True}
Controller(Desk(), **options).start()
print("ready", flush=True)
asyncio.new_event_loop().run_forever()
