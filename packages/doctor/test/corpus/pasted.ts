import type { ReceivedRequest } from '@oauthplus/core'

/** Text as people paste it, and the differences from the common request. */
export type Pasted = readonly [title: string, text: string, differs?: Partial<ReceivedRequest>]

export const AUTHORIZATION =
  'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", oauth_nonce="wIjqoxSZB", oauth_timestamp="137131201", oauth_signature_method="HMAC-SHA1", oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"'
export const URL = 'https://photos.example/photos?size=large%20one&tag=a'
export const TARGET = '/photos?size=large%20one&tag=a'
export const FORM = 'application/x-www-form-urlencoded'
export const BODY = 'title=Sea+view&place=a%26b'

/** The expected result for the POST requests. */
export const POST: ReceivedRequest = {
  method: 'POST',
  url: URL,
  headers: [
    ['Authorization', AUTHORIZATION],
    ['Content-Type', FORM],
  ],
  body: BODY,
}

/** The expected result for the GET requests. */
export const GET: Partial<ReceivedRequest> = {
  method: 'GET',
  headers: [['Authorization', AUTHORIZATION]],
  body: '',
}
export const QUOTED: string = AUTHORIZATION.replaceAll('"', '\\"')
