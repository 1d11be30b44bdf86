"""Plays one PlayReady title with pyplayready: playready_player.py URL DEVICE SERVER-KEY ROOT-KEY PSSH [TOKEN].

DEVICE is a .prd file; the keys are X and Y in hex, PSSH is a box in base64. TOKEN travels as custom data, or, with
EVERGRANT_TOKEN_IN=header, in the field Authorization. Prints the keys it got as JSON, KID to key, or the error's name.
"""

import base64
import json
import os
import sys
import tempfile
import urllib.error
import urllib.request

# It keeps revocation lists in the user's own folder.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()

from ecpy.curves import Curve, Point  # noqa: E402
from pyplayready.cdm import Cdm  # noqa: E402
from pyplayready.device import Device  # noqa: E402
from pyplayready.system.bcert import CertificateChain  # noqa: E402
from pyplayready.system.pssh import PSSH  # noqa: E402

url, device, server_key, root_key, pssh, *rest = sys.argv[1:]
token = rest[0] if rest else None
in_header = os.environ.get("EVERGRANT_TOKEN_IN") == "header"


def post(challenge):
    fields = {"Content-Type": "text/xml; charset=utf-8"}
    if token and in_header:
        fields["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, data=challenge.encode(), headers=fields)
    try:
        return urllib.request.urlopen(request, timeout=20).read().decode()
    except urllib.error.HTTPError as error:  # A fault comes with the status 500.
        return error.read().decode()


def main():
    cdm = Cdm.from_device(Device.loads(open(device, "rb").read()))
    x, y = int(server_key[:64], 16), int(server_key[64:], 16)
    cdm._wmrm_key = Point(x, y, Curve.get_curve("secp256r1"))
    CertificateChain.MSPlayReadyRootIssuerPubKey = bytes.fromhex(root_key)
    session = cdm.open()
    header = PSSH(base64.b64decode(pssh)).wrm_headers[0]
    custom = {"custom_data": token} if token and not in_header else {}
    answer = post(cdm.get_license_challenge(session, header, **custom))
    cdm.parse_license(session, answer)
    # Its KIDs are GUIDs as the license spells them.
    return {str(key.key_id): key.key.hex() for key in cdm.get_keys(session)}


try:
    print(json.dumps(main()))
except Exception as error:  # Whatever it is, the test that asked wants to read it.
    print(json.dumps({"error": type(error).__name__, "text": str(error)}))
