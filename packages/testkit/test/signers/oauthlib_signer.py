import json, sys
from oauthlib.oauth1 import Client

class Signer(Client):
    def get_oauth_params(self, request):
        return [tuple(pair) for pair in task['parameters']]

for line in sys.stdin:
    task = json.loads(line)
    try:
        signer = Signer('', task['consumerSecret'], resource_owner_secret=task['tokenSecret'],
                        signature_method=task['signatureMethod'], rsa_key=task.get('privateKey'), realm=task.get('realm'))
        headers = {'Content-Type': task['contentType']} if 'contentType' in task else {}
        _, sent, _ = signer.sign(task['url'], task['method'], task.get('body'), headers)
        result = {'authorization': sent['Authorization']}
    except Exception as error:
        result = {'error': repr(error)}
    print(json.dumps({'id': task['id'], **result}), flush=True)
