"""Asks license servers for Widevine licenses as a player does: reads JSON, prints JSON.

It reads a list of {"url", "token", "authority", "device", "root", "keyIDs", "type", "private"}, and prints for each a
{"keys": {KID: key}}, or a {"status", "error"} with the number that Widevine gives the reason.
"""

import base64
import json
import ssl
import sys
import urllib.error
import urllib.request
import uuid

from pywidevine import PSSH, Cdm, Device
from pywidevine import license_protocol_pb2 as messages

SERVICE_CERTIFICATE_REQUEST = b"\x08\x04"


def post(order, body):
    """The answer's status and body; a refusal is an answer too."""
    request = urllib.request.Request(
        order["url"], data=body, headers={"Content-Type": "application/octet-stream"})
    # The request for the service certificate carries none: players send it before they have one.
    if body != SERVICE_CERTIFICATE_REQUEST:
        request.add_header("Authorization", "Bearer " + order["token"])
    context = ssl.create_default_context(cafile=order["authority"])
    try:
        with urllib.request.urlopen(request, context=context, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def error(body):
    """The number in a LicenseError, which is field 1 of the message."""
    signed = messages.SignedMessage()
    signed.ParseFromString(body)
    assert signed.type == messages.SignedMessage.MessageType.Value("ERROR_RESPONSE"), signed.type
    assert signed.msg[0] == 0x08 and len(signed.msg) == 2, signed.msg
    return signed.msg[1]


def play(order):
    cdm = Cdm.from_device(Device.load(order["device"]))
    with open(order["root"], "rb") as root:
        cdm.root_cert = messages.DrmCertificate(public_key=root.read())
    session = cdm.open()
    if order["private"]:
        _, certificate = post(order, SERVICE_CERTIFICATE_REQUEST)
        cdm.set_service_certificate(session, certificate)
    box = PSSH.new(system_id=PSSH.SystemId.Widevine, key_ids=[uuid.UUID(kid) for kid in order["keyIDs"]])
    challenge = cdm.get_license_challenge(session, box, order["type"], privacy_mode=order["private"])
    status, answer = post(order, challenge)
    if status != 200:
        return {"status": status, "error": error(answer)}
    cdm.parse_license(session, answer)
    keys = {str(key.kid): base64.b64encode(key.key).decode() for key in cdm.get_keys(session, "CONTENT")}
    return {"keys": keys}


print(json.dumps([play(order) for order in json.load(sys.stdin)]))
