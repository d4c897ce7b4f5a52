const AUTHORIZATION = [
  'OAuth oauth_consumer_key="dpf43f3p2l4k3l03"',
  'oauth_token="nnch734d00sl2jdk"',
  'oauth_signature_method="HMAC-SHA1"',
  'oauth_timestamp="1191242096"',
  'oauth_nonce="kllo9940pd9333jh"',
  'oauth_version="1.0"',
  'oauth_signature="iflJZCKxEsZ58FFDyCysxfLbuKM%3D"',
].join(', ')

/**
 * The request from the story of RFC 5849, from a consumer that omits the query, by the ids of the
 * fields.
 */
export const EXAMPLE: Readonly<Record<string, string>> = {
  request: `curl 'http://photos.example.net/photos?file=vacation.jpg&size=original' \\
  -H 'Authorization: ${AUTHORIZATION}'`,
  'consumer-secret': 'kd94hf93k423kf44',
  'token-secret': 'pfkkdhi9sl3r4s00',
}
