"""A Service Provider made with Authlib on Flask, for an OAuth 1.0a client of any language to be driven against.

It keeps everything in dictionaries, knows three Consumers and one User, and approves whatever that User is asked, unless
the authorization page is opened with `decision=deny`. When it listens it prints one line of JSON: its endpoints and the
Consumer's key and secret.

    python3 authlib_provider.py --rsa-public-key FILE
"""

import argparse
import json
import logging
import os
import traceback
from urllib.parse import parse_qsl

# Authlib refuses plain http, also on loopback, unless it is told otherwise before it is used.
os.environ['AUTHLIB_INSECURE_TRANSPORT'] = '1'

import authlib
from authlib.integrations.flask_oauth1 import (
    AuthorizationServer,
    ResourceProtector,
    create_exists_nonce_func,
    current_credential,
)
from authlib.integrations.flask_oauth1.cache import register_nonce_hooks, register_temporary_credential_hooks
from authlib.oauth1 import ClientMixin, TokenCredentialMixin
from authlib.oauth1.errors import OAuth1Error
from flask import Flask, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.serving import make_server

CONSUMER_KEY = 'consumer of Authlib'
# Every kind of character that the signing key has to percent-encode.
CONSUMER_SECRET = "kd94 hf+93&k4/23%kf=44'(☃)*~"
# The second has to be kept from the first one's tokens. The third signs by RSA and has no secret.
CONSUMERS = {CONSUMER_KEY: CONSUMER_SECRET, 'other consumer of Authlib': 'another secret', 'rsa consumer of Authlib': ''}
SIGNATURE_METHODS = ['HMAC-SHA1', 'RSA-SHA1', 'PLAINTEXT']
FORM = 'application/x-www-form-urlencoded'


class Cache(dict):
    """The part of a Flask cache that Authlib asks for."""

    def set(self, key, value, timeout=None):
        self[key] = value

    def has(self, key):
        return key in self

    def delete(self, key):
        self.pop(key, None)


class Consumer(ClientMixin):
    def __init__(self, secret, rsa_public_key):
        self.secret = secret
        self.rsa_public_key = rsa_public_key

    # Where Authlib sends a User who is to carry the verifier: it has no other answer than a redirect.
    def get_default_redirect_uri(self):
        return '/verifier'

    def get_client_secret(self):
        return self.secret

    def get_rsa_public_key(self):
        return self.rsa_public_key


class User:
    def get_user_id(self):
        return 'jane'


class AccessToken(TokenCredentialMixin):
    def __init__(self, token, credential):
        self.token = token
        self.user = credential.get_user_id()
        self.consumer_key = credential.get_client_id()

    def get_oauth_token(self):
        return self.token['oauth_token']

    def get_oauth_token_secret(self):
        return self.token['oauth_token_secret']


def create_app(rsa_public_key):
    app = Flask(__name__)
    app.config['OAUTH1_SUPPORTED_SIGNATURE_METHODS'] = SIGNATURE_METHODS
    consumers = {key: Consumer(secret, rsa_public_key) for key, secret in CONSUMERS.items()}
    access_tokens = {}

    def query_consumer(key):
        return consumers.get(key)

    def query_token(key, token):
        found = access_tokens.get(token)
        return found if found and found.consumer_key == key else None

    def create_access_token(token, credential):
        return access_tokens.setdefault(token['oauth_token'], AccessToken(token, credential))

    cache = Cache()
    server = AuthorizationServer(app, query_client=query_consumer)
    register_nonce_hooks(server, cache)
    register_temporary_credential_hooks(server, cache)
    server.register_hook('create_token_credential', create_access_token)
    protect = ResourceProtector(app, query_consumer, query_token, create_exists_nonce_func(cache))

    @app.errorhandler(Exception)
    def report_crash(error):
        if isinstance(error, HTTPException):
            return error
        # A crash of this program must not count as one of the library.
        frames = traceback.extract_tb(error.__traceback__)
        library = os.path.dirname(authlib.__file__)
        is_library = any(frame.filename.startswith(library) for frame in frames)
        return f'{"The library" if is_library else "The application"} raised {error!r}', 500, {'content-type': 'text/plain'}

    # Flask's forms leave nothing of the body behind.
    @app.before_request
    def keep_body():
        request.get_data(cache=True)

    @app.post('/oauth/request_token')
    def request_token():
        return server.create_temporary_credentials_response()

    @app.get('/oauth/authorize')
    def authorize():
        user = None if request.args.get('decision') == 'deny' else User()
        try:
            return server.create_authorization_response(grant_user=user)
        except OAuth1Error as error:
            return server.handle_error_response(error)

    @app.post('/oauth/access_token')
    def access_token():
        return server.create_token_response()

    @app.get('/verifier')
    def verifier():
        return f'<code id="oauth_verifier">{request.args["oauth_verifier"]}</code>'

    @app.route('/api/echo', methods=['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
    @app.route('/api/any/<path:rest>')
    @protect()
    def echo(rest=None):
        query = parse_qsl(request.query_string.decode(errors='replace'), keep_blank_values=True)
        form = parse_qsl(request.get_data().decode(errors='replace'), keep_blank_values=True) if request.mimetype == FORM else []
        query, form = ([pair for pair in pairs if not pair[0].startswith('oauth_')] for pairs in (query, form))
        return jsonify(
            method=request.method,
            params=query + form,
            query=query,
            form=form,
            bytes=len(request.get_data()),
            consumer=current_credential.consumer_key,
            user=current_credential.user,
        )

    return app


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('--rsa-public-key', metavar='FILE', help='the public key (PEM) of the Consumer')
    options = parser.parse_args()

    with open(options.rsa_public_key, encoding='ascii') as file:
        app = create_app(file.read())
    logging.getLogger('werkzeug').setLevel(logging.ERROR)
    server = make_server('127.0.0.1', 0, app, threaded=True)
    origin = f'http://127.0.0.1:{server.server_port}'
    print(
        json.dumps(
            {
                'library': f'Authlib {authlib.__version__}',
                'origin': origin,
                'requestTokenUrl': f'{origin}/oauth/request_token',
                'authorizeUrl': f'{origin}/oauth/authorize',
                'accessTokenUrl': f'{origin}/oauth/access_token',
                'echoUrl': f'{origin}/api/echo',
                'consumer': {'key': CONSUMER_KEY, 'secret': CONSUMER_SECRET},
                'xauth': False,
            }
        ),
        flush=True,
    )
    server.serve_forever()


if __name__ == '__main__':
    main()
