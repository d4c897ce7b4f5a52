"""Lets requests-oauthlib do the tasks of `oauthplus-testkit consumer`, used as its documentation says."""

import json
import sys

import oauthlib
import requests_oauthlib
from requests_oauthlib import OAuth1Session

FEATURES = [
    *('three-legged', 'out-of-band', 'fetch', 'forms', 'put-forms', 'patch-forms', 'delete-forms'),
    *('other-bodies', 'two-legged'),
    *('hmac-sha256', 'hmac-sha512', 'rsa-sha1', 'rsa-sha256', 'rsa-sha512', 'plaintext'),
    *('body-hash', 'form-transmission', 'query-transmission'),
]
PLACES = {'header': 'AUTH_HEADER', 'form': 'BODY', 'query': 'QUERY'}
sessions = {}


def session_for(task, **options):
    consumer = task['consumer']
    return OAuth1Session(
        consumer['key'],
        client_secret=consumer['secret'],
        rsa_key=consumer.get('privateKey'),
        signature_method=task['signatureMethod'],
        signature_type=PLACES[task['transmission']],
        force_include_body=task['bodyHash'],
        **options,
    )


def describe(task):
    return {'name': f'requests-oauthlib {requests_oauthlib.__version__} with oauthlib {oauthlib.__version__}', 'features': FEATURES}


def authorize(task):
    session = session_for(task, callback_uri=task['callback'])
    session.fetch_request_token(task['provider']['requestTokenUrl'])
    sessions[task['id']] = session
    return {'url': session.authorization_url(task['provider']['authorizeUrl']), 'browser': {'session': task['id']}}


def callback(task):
    session = sessions[task['browser']['session']]
    session.parse_authorization_response(task['url'])
    return {'token': named(session.fetch_access_token(task['provider']['accessTokenUrl']))}


def verifier(task):
    session = sessions[task['browser']['session']]
    return {'token': named(session.fetch_access_token(task['provider']['accessTokenUrl'], verifier=task['verifier']))}


def named(token):
    return {'key': token['oauth_token'], 'secret': token['oauth_token_secret']}


def fetch(task):
    token = task.get('token', {})
    session = session_for(task, resource_owner_key=token.get('key'), resource_owner_secret=token.get('secret'))
    options = {}
    if 'form' in task:
        options = {'data': [tuple(pair) for pair in task['form']]}
    elif 'body' in task:
        options = {'data': task['body'].encode(), 'headers': {'Content-Type': task['contentType']}}
    return {'status': session.request(task['method'], task['url'], **options).status_code}


ACTIONS = {'describe': describe, 'authorize': authorize, 'callback': callback, 'verifier': verifier, 'fetch': fetch}

for line in sys.stdin:
    task = json.loads(line)
    try:
        answer = ACTIONS[task['task']](task)
    except Exception as error:  # whatever it is, it is this client's answer
        answer = {'error': f'{type(error).__name__}: {error}'}
    print(json.dumps({'id': task['id'], **answer}), flush=True)
