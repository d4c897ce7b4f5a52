"""Drives an OAuth 1.0a Service Provider with requests-oauthlib, the usual client of Python programs.

It goes through three-legged OAuth and xAuth as a User's program would, logs in and consents as the User's browser would,
and calls the provider's echo to see whether what it signs arrives as it was sent. One line of JSON on standard output per
step: {"step", "ok", "detail"}. "ok" is null for what the provider does not offer and for what the library is known to sign
wrongly; it is tried all the same, and true where it works. The exit code is 1 if a step failed.

    python3 requests_oauthlib_client.py ENDPOINTS [--signature-method HMAC-SHA256] [--rsa-key FILE]

ENDPOINTS: {"requestTokenUrl": …, "authorizeUrl": …, "accessTokenUrl": …, "echoUrl": …}
They may say {"consumer": {"key", "secret"}}, {"user": {"username", "password"}} and {"xauth": false} as well.
"""

import argparse
import json
import queue
import sys
import threading
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urljoin, urlsplit

import oauthlib
import requests
import requests_oauthlib
from requests_oauthlib import OAuth1Session

# A repeated name out of order, an empty value, a space, UTF-8, the separators, and what encoders disagree on.
PARAMETERS = 'a=1&a=0&b=&c=hello%20world&d=%E2%98%83&e=a%2Bb%3D%26&f=%21%27%28%29*~'
DECODED = [
    ['a', '1'],
    ['a', '0'],
    ['b', ''],
    ['c', 'hello world'],
    ['d', '☃'],
    ['e', 'a+b=&'],
    ['f', "!'()*~"],
]
FORM = 'application/x-www-form-urlencoded'
SIGNATURE_METHODS = ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512', 'RSA-SHA1', 'RSA-SHA256', 'RSA-SHA512', 'PLAINTEXT']
TIMEOUT_SECONDS = 20


class NotPossible(Exception):
    """What was to be tried is not there, or the library is known to do it wrongly: neither a success nor a failure."""


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


class Page(HTMLParser):
    """Reads from a page what a User sees and fills in: its forms, and the verifier of the out-of-band page."""

    def __init__(self, response):
        super().__init__()
        self.url = response.url
        self.forms = []
        self.verifier = None
        self._verifier_tag = None
        self.feed(response.text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == 'form':
            self.forms.append({'action': given.get('action') or self.url, 'names': set(), 'hidden': []})
        elif tag in ('input', 'button', 'select', 'textarea') and self.forms and given.get('name'):
            self.forms[-1]['names'].add(given['name'])
            if given.get('type') == 'hidden':
                self.forms[-1]['hidden'].append((given['name'], given.get('value') or ''))
        if given.get('id') == 'oauth_verifier':
            self.verifier = given.get('value') or ''
            self._verifier_tag = tag

    def handle_endtag(self, tag):
        if tag == self._verifier_tag:
            self._verifier_tag = None

    def handle_data(self, data):
        if self._verifier_tag:
            self.verifier += data.strip()

    def form_with(self, name):
        return next((form for form in self.forms if name in form['names']), None)


class Browser:
    """Goes through login and consent as the User's browser does, with cookies and redirects."""

    def __init__(self, user):
        self.user = user
        self.session = requests.Session()
        self.session.trust_env = False
        self.saw_consent = False

    def authorize(self, url, callback_url=None, decision='approve'):
        """Returns the callback URL that the provider sent the browser to, or the verifier that its page shows."""
        response = self.session.get(url, timeout=TIMEOUT_SECONDS)
        for _ in range(4):
            if callback_url and response.url.startswith(callback_url.partition('?')[0]):
                return response.url
            expect(response.status_code == 200, f'{response.url} answered {response.status_code}: {response.text[:300]}')
            page = Page(response)
            if page.verifier:
                return page.verifier
            if form := page.form_with('password'):
                filled_in = [('username', self.user['username']), ('password', self.user['password'])]
            elif form := page.form_with('decision'):
                self.saw_consent = True
                filled_in = [('decision', decision)]
            else:
                raise AssertionError(f'{response.url} shows neither a form nor a verifier: {response.text[:300]}')
            response = self.session.post(
                urljoin(response.url, form['action']), data=form['hidden'] + filled_in, timeout=TIMEOUT_SECONDS
            )
        raise AssertionError(f'The browser goes in circles; it is at {response.url}.')


@contextmanager
def callback_server():
    """Serves a callback URL on the loopback interface; yields it and the queue of what arrives there."""
    arrived = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            arrived.put(self.path)
            self.send_response(200)
            self.send_header('content-type', 'text/plain')
            self.end_headers()
            self.wfile.write(b'Thank you.')

        def log_message(self, format, *arguments):
            pass

    server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True).start()
    try:
        # A query of its own: it is encoded twice in the signature, and must still be there when the browser comes back.
        yield f'http://127.0.0.1:{server.server_port}/callback?next=%2Fphotos%26x', arrived
    finally:
        server.shutdown()
        server.server_close()


class Client:
    """Three-legged OAuth, xAuth and signed requests through requests-oauthlib."""

    def __init__(self, endpoints, signature_method, rsa_key):
        self.endpoints = endpoints
        consumer = endpoints.get('consumer') or {'key': 'dpf43f3p2l4k3l03', 'secret': 'kd94hf93k423kf44'}
        self.consumer_key = consumer['key']
        self.user = endpoints.get('user') or {'username': 'jane', 'password': 'jane'}
        self.signature_method = signature_method
        self.credentials = {'signature_method': signature_method}
        if signature_method.startswith('RSA-'):
            self.credentials['rsa_key'] = rsa_key
        else:
            self.credentials['client_secret'] = consumer['secret']

    def session(self, **options):
        session = OAuth1Session(self.consumer_key, **self.credentials, **options)
        session.trust_env = False
        return session

    def session_for(self, token, **options):
        return self.session(
            resource_owner_key=token['oauth_token'], resource_owner_secret=token['oauth_token_secret'], **options
        )

    def request_token(self, session):
        token = session.fetch_request_token(self.endpoints['requestTokenUrl'], timeout=TIMEOUT_SECONDS)
        expect(token.get('oauth_callback_confirmed') == 'true', f'The callback is not confirmed: {sorted(token)}')
        return token

    def three_legged_out_of_band(self):
        session = self.session(callback_uri='oob')
        self.request_token(session)
        verifier = Browser(self.user).authorize(session.authorization_url(self.endpoints['authorizeUrl']))
        return session.fetch_access_token(self.endpoints['accessTokenUrl'], verifier=verifier, timeout=TIMEOUT_SECONDS)

    def three_legged_callback(self):
        with callback_server() as (callback_url, arrived):
            session = self.session(callback_uri=callback_url)
            request_token = self.request_token(session)
            returned_to = Browser(self.user).authorize(
                session.authorization_url(self.endpoints['authorizeUrl']), callback_url
            )
            query = dict(parse_qsl(urlsplit(arrived.get(timeout=TIMEOUT_SECONDS)).query))
        expect(query.get('oauth_token') == request_token['oauth_token'], f'The callback is for another token: {query}')
        expect(query.get('next') == '/photos&x', f"The callback URL's own query is lost: {query}")
        session.parse_authorization_response(returned_to)
        return session.fetch_access_token(self.endpoints['accessTokenUrl'], timeout=TIMEOUT_SECONDS)

    def denied(self):
        browser = Browser(self.user)
        with callback_server() as (callback_url, arrived):
            session = self.session(callback_uri=callback_url)
            self.request_token(session)
            browser.authorize(session.authorization_url(self.endpoints['authorizeUrl']), callback_url, decision='deny')
            if not browser.saw_consent:
                raise NotPossible('The provider asks for no consent, so there is nothing to deny.')
            query = dict(parse_qsl(urlsplit(arrived.get(timeout=TIMEOUT_SECONDS)).query))
        expect('oauth_verifier' not in query, 'The callback carries a verifier though the User said no.')
        try:
            session.fetch_access_token(self.endpoints['accessTokenUrl'], verifier='guessed', timeout=TIMEOUT_SECONDS)
        except requests_oauthlib.oauth1_session.TokenRequestDenied as refusal:
            return f'callback: {sorted(query)}; exchange: {refusal.status_code}'
        raise AssertionError('An Access Token was issued though the User said no.')

    def xauth(self, password=None):
        response = self.session().post(
            self.endpoints['accessTokenUrl'],
            data={
                'x_auth_username': self.user['username'],
                'x_auth_password': self.user['password'] if password is None else password,
                'x_auth_mode': 'client_auth',
            },
            timeout=TIMEOUT_SECONDS,
        )
        return response

    def xauth_token(self):
        self.require_xauth()
        response = self.xauth()
        expect(response.status_code == 200, describe(response))
        token = dict(parse_qsl(response.text, strict_parsing=True))
        expect({'oauth_token', 'oauth_token_secret'} <= set(token), f'No token in the answer: {sorted(token)}')
        return token

    def xauth_refused(self):
        self.require_xauth()
        return expect_refusal(self.xauth(password='not it'))

    def require_xauth(self):
        if self.endpoints.get('xauth') is False:
            raise NotPossible('The provider does not offer xAuth.')

    def echo(self, session, method, query='', form='', **options):
        """Sends a signed request and compares what the provider says it received with what was sent."""
        url = self.endpoints['echoUrl'] + (f'?{query}' if query else '')
        if form:
            options = {'data': form, 'headers': {'Content-Type': FORM}}
        response = session.request(method, url, timeout=TIMEOUT_SECONDS, **options)
        return self.expect_echo(response, method, DECODED if query else [], DECODED if form else [])

    def expect_echo(self, response, method, query, form):
        expect(response.status_code == 200, describe(response))
        answer = response.json()
        expected = {
            'method': method,
            'params': query + form,
            'query': query,
            'form': form,
            'bytes': len(response.request.body or ''),
            'consumer': self.consumer_key,
            'user': self.user['username'],
        }
        seen = {name: answer.get(name) for name in expected}
        expect(seen == expected, f'sent {json.dumps(expected)}, arrived {json.dumps(seen)}')
        return f'{len(query + form)} parameters, {answer["bytes"]} bytes'

    def echo_pairs(self, session, method):
        """Lets requests encode the parameters: it writes a space as `+`."""
        where = {'params': DECODED} if method == 'GET' else {'data': DECODED}
        response = session.request(method, self.endpoints['echoUrl'], timeout=TIMEOUT_SECONDS, **where)
        pairs = (DECODED, []) if method == 'GET' else ([], DECODED)
        return self.expect_echo(response, method, *pairs)

    def echo_with_body_hash(self, token):
        session = self.session_for(token, force_include_body=True)
        response = session.put(self.endpoints['echoUrl'], json={'a': 1}, timeout=TIMEOUT_SECONDS)
        if response.status_code == 401 and self.signature_method not in ('HMAC-SHA1', 'RSA-SHA1', 'PLAINTEXT'):
            raise NotPossible(
                f'oauthlib hashes the body by SHA-1 beside {self.signature_method} too (oauth_body_hash, section 3.1: '
                f'by the hash of the signature method). The provider: {describe(response)}'
            )
        return self.expect_echo(response, 'PUT', [], [])

    def changed_on_the_way(self, session):
        request = session.prepare_request(requests.Request('GET', f'{self.endpoints["echoUrl"]}?{PARAMETERS}'))
        request.url = request.url.replace('hello', 'hallo')
        return expect_refusal(session.send(request, timeout=TIMEOUT_SECONDS))

    def replayed(self, session):
        request = session.prepare_request(requests.Request('GET', self.endpoints['echoUrl']))
        first = session.send(request, timeout=TIMEOUT_SECONDS)
        expect(first.status_code == 200, describe(first))
        return expect_refusal(session.send(request, timeout=TIMEOUT_SECONDS))

    def wrong_token_secret(self, token):
        session = self.session_for({**token, 'oauth_token_secret': token['oauth_token_secret'] + 'x'})
        return expect_refusal(session.get(self.endpoints['echoUrl'], timeout=TIMEOUT_SECONDS))

    def body_changed_on_the_way(self, token):
        session = self.session_for(token, force_include_body=True)
        request = session.prepare_request(requests.Request('POST', self.endpoints['echoUrl'], json={'a': 1}))
        request.body = request.body.replace(b'1', b'2')
        return expect_refusal(session.send(request, timeout=TIMEOUT_SECONDS))


def describe(response):
    challenge = response.headers.get('WWW-Authenticate')
    return f'{response.status_code} {challenge or ""} {response.text[:500]}'


def expect_refusal(response):
    expect(response.status_code == 401, f'expected 401: {describe(response)}')
    challenge = response.headers.get('WWW-Authenticate') or ''
    expect(challenge.startswith('OAuth'), f'a 401 without an OAuth challenge: {describe(response)}')
    return challenge


def run(endpoints, signature_method, rsa_key):
    """Runs every step and returns whether none failed."""
    failed = []

    def step(name, action):
        try:
            result, ok = action(), True
            detail = result if isinstance(result, str) else ', '.join(sorted(result))
        except NotPossible as reason:
            result, ok, detail = None, None, str(reason)
        except Exception as error:  # a step must not keep the others from running
            result, ok, detail = None, False, f'{type(error).__name__}: {error}'
            failed.append(name)
        print(json.dumps({'step': name, 'ok': ok, 'detail': detail}), flush=True)
        return result

    step(
        'versions',
        lambda: f'Python {sys.version.split()[0]}, requests-oauthlib {requests_oauthlib.__version__}, '
        f'oauthlib {oauthlib.__version__}, requests {requests.__version__}',
    )
    client = Client(endpoints, signature_method, rsa_key)
    tokens = {
        'three-legged out of band': step('three-legged out of band', client.three_legged_out_of_band),
        'three-legged with callback': step('three-legged with callback', client.three_legged_callback),
        'xAuth': step('xAuth', client.xauth_token),
    }
    step('xAuth with a wrong password is refused', client.xauth_refused)
    step('a denied Request Token gets no Access Token', client.denied)
    for flow, token in tokens.items():
        if token:
            step(f'GET with the token of {flow}', lambda: client.echo(client.session_for(token), 'GET'))

    token = tokens['three-legged with callback'] or tokens['three-legged out of band'] or tokens['xAuth']
    if token is None:
        return False
    session = client.session_for(token)
    for method in ('GET', 'POST', 'PUT', 'DELETE', 'PATCH'):
        step(f'{method} with a query', lambda: client.echo(session, method, query=PARAMETERS))
    for method in ('POST', 'PUT', 'DELETE', 'PATCH'):
        step(f'{method} with a form', lambda: client.echo(session, method, form=PARAMETERS))
    step('POST with query and form', lambda: client.echo(session, 'POST', query=PARAMETERS, form=PARAMETERS))
    step('GET with parameters that requests encodes', lambda: client.echo_pairs(session, 'GET'))
    step('POST with parameters that requests encodes', lambda: client.echo_pairs(session, 'POST'))
    step('POST with nothing', lambda: client.echo(session, 'POST'))
    step('POST with JSON', lambda: client.echo(session, 'POST', json={'a': 1}))
    body_hash_accepted = step('PUT with JSON and a body hash', lambda: client.echo_with_body_hash(token))
    if signature_method != 'PLAINTEXT':  # then the signature is the secrets, which do not belong in a URL
        step(
            'GET with the OAuth parameters in the query',
            lambda: client.echo(client.session_for(token, signature_type='QUERY'), 'GET', query=PARAMETERS),
        )
    step(
        'POST with the OAuth parameters in the form',
        lambda: client.echo(client.session_for(token, signature_type='BODY'), 'POST', form=PARAMETERS),
    )
    step('a replayed request is refused', lambda: client.replayed(session))
    if not signature_method.startswith('RSA-'):
        step('a wrong token secret is refused', lambda: client.wrong_token_secret(token))
    # A PLAINTEXT signature is the same for every request. What is refused unchanged proves nothing by its refusal.
    if signature_method != 'PLAINTEXT':
        step('a parameter changed on the way is refused', lambda: client.changed_on_the_way(session))
        if body_hash_accepted:
            step('a body changed on the way is refused', lambda: client.body_changed_on_the_way(token))
    return not failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('endpoints', type=json.loads, help='the endpoints of the provider, as JSON')
    parser.add_argument('--signature-method', choices=SIGNATURE_METHODS, default='HMAC-SHA1')
    parser.add_argument('--rsa-key', metavar='FILE', help='the private key (PEM) for the RSA methods')
    options = parser.parse_args()

    rsa_key = None
    if options.signature_method.startswith('RSA-'):
        if not options.rsa_key:
            parser.error(f'{options.signature_method} needs --rsa-key')
        with open(options.rsa_key, encoding='ascii') as file:
            rsa_key = file.read()
    sys.exit(0 if run(options.endpoints, options.signature_method, rsa_key) else 1)


if __name__ == '__main__':
    main()
