"""Signs requests as botocore does: a JSON list of requests on standard input, a JSON list of header values as answer."""

import datetime
import json
import sys
from unittest import mock

import botocore.auth
import botocore.awsrequest
import botocore.credentials

MOMENT = datetime.datetime(2015, 8, 30, 12, 36, 0)


def authorization(request):
    """The value of `Authorization` for one request at the moment above."""
    credentials = botocore.credentials.Credentials(request["key"], request["secret"], request.get("token"))
    signer = botocore.auth.SigV4Auth(credentials, request["service"], request["region"])
    prepared = botocore.awsrequest.AWSRequest(
        method=request["method"], url="https://" + request["host"] + request["path"], data=request["body"].encode(),
        params=[tuple(pair) for pair in request["query"]], headers=dict(request["fields"]))
    with mock.patch.object(botocore.auth, "get_current_datetime", return_value=MOMENT):
        signer.add_auth(prepared)
    return prepared.headers["Authorization"]


print(json.dumps([authorization(request) for request in json.load(sys.stdin)]))
