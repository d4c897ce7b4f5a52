"""Judges requests as they came out of a socket: by oauthlib, and by a plain reading of RFC 5849 where that refuses.

Reads a JSON list from standard input, and writes one of verdicts, in the same order.
"""
import base64
import hashlib
import hmac
import json
import sys
from types import SimpleNamespace
from urllib.parse import quote, unquote_to_bytes

from oauthlib.oauth1.rfc5849 import signature

FORM = "application/x-www-form-urlencoded"
VERIFIERS = {
    "HMAC-SHA1": signature.verify_hmac_sha1,
    "HMAC-SHA256": signature.verify_hmac_sha256,
    "HMAC-SHA512": signature.verify_hmac_sha512,
    "PLAINTEXT": signature.verify_plaintext,
}


def parsed(case):
    head, _, body = base64.b64decode(case["bytes"]).partition(b"\r\n\r\n")
    request_line, *lines = head.decode("ascii").split("\r\n")
    method, target, _ = request_line.split(" ")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        assert name.lower() not in headers, "two headers of one name: " + name
        headers[name.lower()] = value.strip()
    is_form = headers.get("content-type", "").split(";")[0].strip().lower() == FORM
    return SimpleNamespace(
        method=method,
        uri="{}//{}{}".format(case["scheme"], headers["host"], target),
        authorization=headers["authorization"],
        body=body,
        form=body.decode("ascii") if is_form else "",
    )


def header_parameters(authorization):
    pairs = authorization[len("OAuth "):].split(",")
    split = (pair.strip().partition("=") for pair in pairs)
    return [(decoded(name), decoded(value.strip('"'))) for name, _, value in split]


def by_oauthlib(request, secrets):
    query = request.uri.partition("?")[2]
    collected = signature.collect_parameters(
        uri_query=query,
        body=request.form,
        headers={"Authorization": request.authorization},
    )
    given = dict(header_parameters(request.authorization))
    judged = SimpleNamespace(
        params=collected,
        uri=request.uri,
        http_method=request.method,
        signature=given["oauth_signature"],
    )
    return VERIFIERS[given["oauth_signature_method"]](judged, *secrets)


def decoded(text):
    return unquote_to_bytes(text).decode("utf-8")


def encoded(text):
    return quote(text, safe="~")


def form_parameters(text):
    pairs = (pair.partition("=") for pair in text.split("&") if pair)
    return [(decoded(n.replace("+", " ")), decoded(v.replace("+", " "))) for n, _, v in pairs]


def by_the_rfc(request, secrets):
    """Sections 3.4.1 to 3.4.4, for URLs whose host and port are as they must be already."""
    header = header_parameters(request.authorization)
    address, _, query = request.uri.partition("?")
    given = dict(header)
    key = "&".join(encoded(secret) for secret in secrets)
    if given["oauth_signature_method"] == "PLAINTEXT":
        return hmac.compare_digest(given["oauth_signature"], key)
    pairs = header + form_parameters(query) + form_parameters(request.form)
    signed = sorted((encoded(n), encoded(v)) for n, v in pairs if n != "oauth_signature")
    normalized = "&".join("=".join(pair) for pair in signed)
    base = "&".join(encoded(part) for part in (request.method.upper(), address, normalized))
    hash_name = given["oauth_signature_method"].partition("-")[2].lower()
    mac = hmac.new(key.encode(), base.encode(), getattr(hashlib, hash_name))
    return hmac.compare_digest(given["oauth_signature"], base64.b64encode(mac.digest()).decode())


def verdict(case):
    request = parsed(case)
    secrets = (case["consumerSecret"], case["tokenSecret"])
    try:
        judge, accepted = "oauthlib", by_oauthlib(request, secrets)
    except ValueError as refused:
        judge, accepted = "RFC 5849, since oauthlib refuses: {}".format(refused), None
    by_rfc = by_the_rfc(request, secrets)
    return {
        "uri": request.uri,
        "method": request.method,
        "body": request.body.decode("utf-8"),
        "judge": judge,
        "isAccepted": by_rfc if accepted is None else bool(accepted),
        "isRightByTheRfc": by_rfc,
    }


json.dump([verdict(case) for case in json.load(sys.stdin)], sys.stdout)
