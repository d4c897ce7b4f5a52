"""Signs or verifies with oauthlib, and answers each line of its input with the nanoseconds of one go."""
import json
import sys
import time

from oauthlib.oauth1 import Client
from oauthlib.oauth1.rfc5849 import signature
from oauthlib.common import Request

given = json.loads(sys.argv[1])


def sign():
    client = Client(
        given["consumer"]["key"],
        given["consumer"]["secret"],
        given["token"]["key"],
        given["token"]["secret"],
    )
    return client.sign(given["url"], given["method"])


def verify():
    headers = {"Authorization": given["authorization"]}
    parameters = signature.collect_parameters(
        uri_query=given["url"].split("?")[1],
        headers=headers,
        exclude_oauth_signature=False,
        with_realm=False,
    )
    request = Request(given["url"], given["method"], "", headers)
    request.params = [pair for pair in parameters if pair[0] != "oauth_signature"]
    request.signature = dict(parameters)["oauth_signature"]
    return signature.verify_hmac_sha1(
        request, given["consumer"]["secret"], given["token"]["secret"]
    )


work = {"sign": sign, "verify": verify}[given["work"]]
assert work()
for line in sys.stdin:
    start = time.process_time_ns()
    for _ in range(300):
        work()
    print((time.process_time_ns() - start) // 300, flush=True)
