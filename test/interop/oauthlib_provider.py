"""A Service Provider made with Python's oauthlib, for an OAuth 1.0a client of any language to be driven against.

It keeps everything in dictionaries, knows three Consumers and one User, and approves whatever that User is asked, unless
the authorization page is opened with `decision=deny`. When it listens it prints one line of JSON: its endpoints and the
Consumer's key and secret. What oauthlib leaves out, body hashes and a challenge, `--bare` leaves out, too.

    python3 oauthlib_provider.py [--port 0] [--rsa-public-key FILE] [--bare]
"""

import argparse
import base64
import hashlib
import html
import json
import os
import re
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

import oauthlib
from oauthlib.common import add_params_to_uri, generate_token, safe_string_equals
from oauthlib.oauth1 import OAuth1Error, RequestValidator, SignatureOnlyEndpoint, WebApplicationServer

CONSUMER_KEY = 'InteropConsumer4oauthlib'
# Every kind of character that the signing key has to percent-encode.
CONSUMER_SECRET = "kd94 hf+93&k4/23%kf=44'(☃)*~"
# The second has to be kept from the first one's tokens. The third signs by RSA and has no secret.
CONSUMERS = {CONSUMER_KEY: CONSUMER_SECRET, 'OtherConsumer4oauthlib': 'another secret', 'RsaConsumer4oauthlib': ''}
USER = 'jane'
PASSWORD = 'jane & her passw0rd'
FORM = 'application/x-www-form-urlencoded'
OUT_OF_BAND = 'oob'
CALLBACK = re.compile(r'https?://(127\.0\.0\.1|localhost)(:\d+)?/[!-~]*')
BODY_HASHES = {'HMAC-SHA256': 'sha256', 'HMAC-SHA512': 'sha512', 'RSA-SHA256': 'sha256', 'RSA-SHA512': 'sha512'}


class InMemoryValidator(RequestValidator):
    """Answers oauthlib's questions from dictionaries."""

    enforce_ssl = False
    dummy_client = 'dummy-consumer'
    dummy_request_token = 'dummy-request-token'
    dummy_access_token = 'dummy-access-token'

    def __init__(self, rsa_public_key=None):
        super().__init__()
        self.rsa_public_key = rsa_public_key
        self.request_tokens = {}
        self.access_tokens = {}
        self._used_nonces = set()
        self._lock = threading.Lock()
        # What an unknown Consumer or token is verified with, so that it costs as much as a known one.
        self._dummy_secret = generate_token()

    # oauthlib wants 20 to 30 letters and digits; RFC 5849, section 3.3 lets a nonce be any text.
    def check_nonce(self, nonce):
        return 1 <= len(nonce) <= 255

    def validate_timestamp_and_nonce(
        self, client_key, timestamp, nonce, request, request_token=None, access_token=None
    ):
        use = (client_key, request_token or access_token, timestamp, nonce)
        with self._lock:
            fresh = use not in self._used_nonces
            self._used_nonces.add(use)
        return fresh

    def validate_client_key(self, client_key, request):
        return client_key in CONSUMERS

    def get_client_secret(self, client_key, request):
        return CONSUMERS.get(client_key, self._dummy_secret)

    def get_rsa_key(self, client_key, request):
        if self.rsa_public_key is None:
            raise OAuth1Error('This Consumer has no RSA key.')
        return self.rsa_public_key

    # oauthlib's realms stand for scopes. This provider has none.

    def get_default_realms(self, client_key, request):
        return []

    def get_realms(self, token, request):
        return []

    def check_realms(self, realms):
        return True

    def validate_requested_realms(self, client_key, realms, request):
        return True

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True

    def verify_realms(self, token, realms, request):
        return True

    # Request Tokens

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return redirect_uri == OUT_OF_BAND or bool(CALLBACK.fullmatch(redirect_uri))

    def save_request_token(self, token, request):
        self.request_tokens[token['oauth_token']] = {
            'consumer': request.client_key,
            'secret': token['oauth_token_secret'],
            'callback': request.redirect_uri,
            'verifier': None,
        }

    def verify_request_token(self, token, request):
        return token in self.request_tokens

    def validate_request_token(self, client_key, token, request):
        return self.request_tokens.get(token, {}).get('consumer') == client_key

    def get_request_token_secret(self, client_key, token, request):
        return self.request_tokens.get(token, {}).get('secret', self._dummy_secret)

    def get_redirect_uri(self, token, request):
        return self.request_tokens[token]['callback']

    def save_verifier(self, token, verifier, request):
        self.request_tokens[token]['verifier'] = verifier['oauth_verifier']

    def validate_verifier(self, client_key, token, verifier, request):
        expected = self.request_tokens.get(token, {}).get('verifier')
        return safe_string_equals(verifier, expected or self._dummy_secret)

    def invalidate_request_token(self, client_key, request_token, request):
        self.request_tokens.pop(request_token, None)

    # Access Tokens

    def save_access_token(self, token, request):
        self.access_tokens[token['oauth_token']] = {
            'consumer': request.client_key,
            'secret': token['oauth_token_secret'],
            'user': USER,
        }

    def validate_access_token(self, client_key, token, request):
        return self.access_tokens.get(token, {}).get('consumer') == client_key

    def get_access_token_secret(self, client_key, token, request):
        return self.access_tokens.get(token, {}).get('secret', self._dummy_secret)


def body_hash_matches(request, body):
    """Checks `oauth_body_hash`, which oauthlib signs but does not compare with the body."""
    claimed = request.oauth_params.get('oauth_body_hash')
    if claimed is None:
        return True
    # The draft says: the hash of the signature method. oauthlib's own client says SHA-1 whatever the method is.
    names = {'sha1', BODY_HASHES.get(request.signature_method, 'sha1')}
    return any(
        safe_string_equals(claimed, base64.b64encode(hashlib.new(name, body).digest()).decode()) for name in names
    )


def application_parameters(text):
    """Decodes a query or form into its ordered pairs, without those of OAuth itself."""
    return [pair for pair in parse_qsl(text, keep_blank_values=True) if not pair[0].startswith('oauth_')]


def crashed_part(error):
    """Says whether the library or this program raised an exception."""
    frames = traceback.extract_tb(error.__traceback__)
    library = os.path.dirname(oauthlib.__file__)
    return 'The library' if any(frame.filename.startswith(library) for frame in frames) else 'The application'


class Handler(BaseHTTPRequestHandler):
    """Hands HTTP requests to oauthlib and its answers back."""

    protocol_version = 'HTTP/1.1'
    # Head and body are written apart; the second would wait for the first to be acknowledged.
    disable_nagle_algorithm = True

    def handle_request(self):
        try:
            self.respond()
        except Exception as error:
            # A crash of this program must not count as one of the library.
            self.close_connection = True
            self.answer(500, 'text/plain', f'{crashed_part(error)} raised {error!r}')

    def respond(self):
        body = self.rfile.read(int(self.headers.get('content-length') or 0))
        self.request_facts = {
            'uri': self.server.origin + self.path,
            'http_method': self.command,
            'body': body.decode('latin-1'),
            'headers': dict(self.headers.items()),
        }
        path = urlsplit(self.path).path
        if 'transfer-encoding' in self.headers:
            # The unread body must not be taken for the next request.
            self.close_connection = True
            return self.answer(411, 'text/plain', 'A body needs its Content-Length here.')
        if path == '/oauth/request_token':
            return self.answer_token(self.server.oauth.create_request_token_response)
        if path == '/oauth/access_token':
            is_xauth = dict(parse_qsl(body.decode('latin-1'))).get('x_auth_mode') == 'client_auth'
            # The library leaves it to the application that only one of simultaneous exchanges succeeds.
            with self.server.exchange_lock:
                return self.xauth() if is_xauth else self.answer_token(self.server.oauth.create_access_token_response)
        if path == '/oauth/authorize':
            return self.authorize()
        if path == '/api/echo' or path.startswith('/api/any/'):
            valid, request = self.server.oauth.validate_protected_resource_request(**self.request_facts)
            user = valid and self.server.validator.access_tokens[request.resource_owner_key]['user']
            return self.echo(body, valid, request, user)
        if path == '/api/two-legged':
            return self.echo(body, *self.server.signature_only.validate_request(**self.request_facts), None)
        return self.answer(404, 'text/plain', 'Not found')

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_request

    def answer_token(self, create_response):
        headers, text, status = create_response(**self.request_facts)
        self.answer(status, headers.get('Content-Type', 'text/plain'), text or 'The request is not validly signed.')

    def xauth(self):
        """Gives an Access Token for a password, which oauthlib has no endpoint for; it verifies the signature."""
        valid, request = self.server.signature_only.validate_request(**self.request_facts)
        if not valid:
            return self.answer(401, 'text/plain', 'The request is not validly signed.')
        form = dict(request.decoded_body)
        if (form.get('x_auth_username'), form.get('x_auth_password')) != (USER, PASSWORD):
            return self.answer(401, FORM, 'oauth_problem=permission_denied')
        token = {'oauth_token': generate_token(), 'oauth_token_secret': generate_token()}
        self.server.validator.save_access_token(token, request)
        return self.answer(200, FORM, urlencode(token))

    def authorize(self):
        parameters = dict(parse_qsl(urlsplit(self.path).query))
        if parameters.get('decision') == 'deny':
            request_token = self.server.validator.request_tokens.pop(parameters.get('oauth_token'), None)
            if request_token is None:
                return self.answer(404, 'text/plain', 'There is no such Request Token.')
            callback = request_token['callback']
            outcome = [('oauth_token', parameters['oauth_token']), ('oauth_problem', 'user_refused')]
            return self.answer(302, 'text/plain', '', {'location': add_params_to_uri(callback, outcome)})
        try:
            headers, text, status = self.server.oauth.create_authorization_response(**self.request_facts)
        except OAuth1Error as error:
            return self.answer(error.status_code, 'text/plain', str(error))
        if status == 302:
            return self.answer(302, 'text/plain', '', {'location': headers['Location']})
        verifier = html.escape(dict(parse_qsl(text))['oauth_verifier'])
        page = f'<!doctype html><title>Approved</title><p>Verifier: <code id="oauth_verifier">{verifier}</code></p>'
        return self.answer(200, 'text/html; charset=utf-8', page)

    def echo(self, body, valid, request, user):
        if not valid or not (self.server.is_bare or body_hash_matches(request, body)):
            return self.answer(401, 'text/plain', 'The request is not validly signed.')
        is_form = (self.headers.get('content-type') or '').partition(';')[0].strip().lower() == FORM
        query = application_parameters(urlsplit(self.path).query)
        form = application_parameters(body.decode(errors='replace')) if is_form else []
        answer = {
            'method': self.command,
            'params': query + form,
            'query': query,
            'form': form,
            'bytes': len(body),
            'consumer': request.client_key,
            'user': user,
        }
        return self.answer(200, 'application/json', json.dumps(answer))

    def answer(self, status, content_type, text, headers=None):
        body = text.encode()
        self.send_response(status)
        self.send_header('content-type', content_type)
        self.send_header('content-length', str(len(body)))
        if status == 401 and not self.server.is_bare:
            self.send_header('www-authenticate', 'OAuth realm="oauthlib"')
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    def log_message(self, format, *arguments):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--rsa-public-key', metavar='FILE', help='the public key (PEM) of the Consumer')
    parser.add_argument('--bare', action='store_true', help='add nothing to what oauthlib does')
    options = parser.parse_args()

    rsa_public_key = None
    if options.rsa_public_key:
        with open(options.rsa_public_key, encoding='ascii') as file:
            rsa_public_key = file.read()

    server = ThreadingHTTPServer(('127.0.0.1', options.port), Handler)
    server.daemon_threads = True
    server.is_bare = options.bare
    server.exchange_lock = threading.Lock()
    server.origin = f'http://127.0.0.1:{server.server_port}'
    server.validator = InMemoryValidator(rsa_public_key)
    server.oauth = WebApplicationServer(server.validator)
    server.signature_only = SignatureOnlyEndpoint(server.validator)
    print(
        json.dumps(
            {
                'library': f'oauthlib {oauthlib.__version__}',
                'origin': server.origin,
                'requestTokenUrl': f'{server.origin}/oauth/request_token',
                'authorizeUrl': f'{server.origin}/oauth/authorize',
                'accessTokenUrl': f'{server.origin}/oauth/access_token',
                'echoUrl': f'{server.origin}/api/echo',
                'twoLeggedUrl': f'{server.origin}/api/two-legged',
                'consumer': {'key': CONSUMER_KEY, 'secret': CONSUMER_SECRET},
                'user': {'username': USER, 'password': PASSWORD},
                'xauth': True,
            }
        ),
        flush=True,
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == '__main__':
    main()
