import authorizationHeaders from '@oauthplus/testkit/vectors/authorization-headers.json' with { type: 'json' }
import baseStringUris from '@oauthplus/testkit/vectors/base-string-uris.json' with { type: 'json' }
import baseStrings from '@oauthplus/testkit/vectors/base-strings.json' with { type: 'json' }
import bodyHashes from '@oauthplus/testkit/vectors/body-hashes.json' with { type: 'json' }
import departures from '@oauthplus/testkit/vectors/departures.json' with { type: 'json' }
import generated from '@oauthplus/testkit/vectors/generated.json' with { type: 'json' }
import keys from '@oauthplus/testkit/vectors/keys.json' with { type: 'json' }
import normalizations from '@oauthplus/testkit/vectors/normalizations.json' with { type: 'json' }
import percentEncodings from '@oauthplus/testkit/vectors/percent-encodings.json' with { type: 'json' }
import redirects from '@oauthplus/testkit/vectors/redirects.json' with { type: 'json' }
import requests from '@oauthplus/testkit/vectors/requests.json' with { type: 'json' }
import responses from '@oauthplus/testkit/vectors/responses.json' with { type: 'json' }
import signatures from '@oauthplus/testkit/vectors/signatures.json' with { type: 'json' }
import signedParameters from '@oauthplus/testkit/vectors/signed-parameters.json' with { type: 'json' }
import trickyRequests from '@oauthplus/testkit/vectors/tricky-requests.json' with { type: 'json' }

/** The files of vectors, by name. */
export const VECTORS = {
  authorizationHeaders: authorizationHeaders.vectors,
  baseStringUris: baseStringUris.vectors,
  baseStrings: baseStrings.vectors,
  bodyHashes: bodyHashes.vectors,
  departures: departures.vectors,
  generated: generated.vectors,
  normalizations: normalizations.vectors,
  percentEncodings: percentEncodings.vectors,
  redirects: redirects.vectors,
  requests: requests.vectors,
  responses: responses.vectors,
  signatures: signatures.vectors,
  signedParameters: signedParameters.vectors,
  trickyRequests,
}

/** The RSA test keys that vectors name. */
export const KEYS = keys.keys
