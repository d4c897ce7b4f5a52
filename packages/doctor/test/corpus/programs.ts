import { AUTHORIZATION, BODY, FORM, GET, URL } from './pasted.js'
import type { Pasted } from './pasted.js'

const HEADERS = { Authorization: AUTHORIZATION, 'Content-Type': FORM }
const PAIRS = [
  { name: 'Authorization', value: AUTHORIZATION },
  { name: 'Content-Type', value: FORM },
]
const JSON_HEADERS = JSON.stringify(HEADERS, undefined, 2)
const PARAMETERS = [
  { name: 'title', value: 'Sea view' },
  { name: 'place', value: 'a&b' },
]
const KEYS = PARAMETERS.map(({ name, value }) => ({ key: name, value }))
const GUESSED = { body: 'title=Sea%20view&place=a%26b' }

function har(postData: unknown) {
  const request = { method: 'POST', url: URL, headers: PAIRS, postData }
  return JSON.stringify({ log: { entries: [{ request }] } })
}

/** Calls, objects and files of programs. */
export const PROGRAMS: readonly Pasted[] = [
  [
    'fetch of a browser',
    `fetch("${URL}", {\n  "headers": ${JSON_HEADERS},\n  "referrer": "https://photos.example/",\n  "body": "${BODY}",\n  "method": "POST",\n  "mode": "cors",\n  "credentials": "include"\n});`,
  ],
  [
    'fetch of Node',
    `const response = await fetch('${URL}', {\n  method: 'POST',\n  headers: new Headers(${JSON_HEADERS}),\n  body: '${BODY}', // the form\n})`,
  ],
  [
    'fetch with null as its body',
    `fetch("${URL}", { "headers": { "authorization": ${JSON.stringify(AUTHORIZATION)} }, "body": null, "method": "GET" });`,
    GET,
  ],
  [
    'fetch with URLSearchParams',
    `await fetch('${URL}', { method: 'POST', headers: ${JSON_HEADERS}, body: new URLSearchParams({ title: 'Sea view', place: 'a&b' }) })`,
    GUESSED,
  ],
  ['axios', `axios.post('${URL}', '${BODY}', { headers: ${JSON_HEADERS} })`],
  [
    'axios with a configuration',
    `axios({ method: 'post', url: '${URL}', headers: ${JSON_HEADERS}, data: '${BODY}' })`,
  ],
  [
    'an error of axios',
    `AxiosError: Request failed with status code 401\n    at settle (/app/node_modules/axios/lib/core/settle.js:19:12) {\n  code: 'ERR_BAD_REQUEST',\n  config: {\n    transitional: { silentJSONParsing: true },\n    adapter: [ 'xhr', 'http' ],\n    transformRequest: [ [Function: transformRequest] ],\n    timeout: 0,\n    headers: Object [AxiosHeaders] {\n      Authorization: '${AUTHORIZATION}',\n      'Content-Type': '${FORM}'\n    },\n    method: 'post',\n    url: '${URL}',\n    data: '${BODY}'\n  },\n  request: <ref *1> ClientRequest {}\n}`,
  ],
  [
    'an error of axios as JSON',
    JSON.stringify({
      message: 'Request failed',
      config: { url: URL, method: 'post', headers: HEADERS, data: BODY },
    }),
  ],
  [
    'requests of Python',
    `requests.post('${URL}', headers={'Authorization': '${AUTHORIZATION}', 'Content-Type': '${FORM}'}, data='${BODY}')`,
  ],
  [
    "Python's requests with a dictionary",
    `response = requests.request("POST", "${URL}", headers=${JSON_HEADERS}, data={'title': 'Sea view', 'place': 'a&b'})`,
    GUESSED,
  ],
  [
    'options of Node',
    `{ protocol: 'https:', hostname: 'photos.example', path: '/photos?size=large%20one&tag=a', method: 'POST', headers: ${JSON_HEADERS}, body: '${BODY}' }`,
  ],
  ['a request as JSON', JSON.stringify({ method: 'POST', url: URL, headers: HEADERS, body: BODY })],
  [
    'a request as JSON with lists as headers',
    JSON.stringify({ method: 'POST', url: URL, headers: Object.entries(HEADERS), body: BODY }),
  ],
  [
    'a request as JSON with lists of values',
    JSON.stringify({
      method: 'POST',
      url: URL,
      headers: Object.fromEntries(Object.entries(HEADERS).map(([name, value]) => [name, [value]])),
      body: BODY,
    }),
  ],
  [
    'a request of Express in a log',
    JSON.stringify({
      level: 30,
      req: {
        method: 'POST',
        url: '/photos?size=large%20one&tag=a',
        headers: { host: 'photos.example', ...HEADERS },
        body: BODY,
      },
    }),
    {
      headers: [
        ['host', 'photos.example'],
        ['Authorization', AUTHORIZATION],
        ['Content-Type', FORM],
      ],
    },
  ],
  [
    'a request as a Python dictionary',
    `{'method': 'POST', 'url': '${URL}', 'headers': {'Authorization': '${AUTHORIZATION}', 'Content-Type': '${FORM}'}, 'body': b'${BODY}', 'verify': True, 'proxies': None}`,
  ],
  ['HAR', har({ mimeType: FORM, text: BODY })],
  ['HAR with parameters', har({ mimeType: FORM, params: PARAMETERS }), GUESSED],
  [
    'HAR with an empty text and parameters',
    har({ mimeType: FORM, text: '', params: PARAMETERS }),
    GUESSED,
  ],
  [
    'an entry of HAR',
    JSON.stringify({
      request: {
        method: 'POST',
        url: URL,
        headers: PAIRS,
        postData: { mimeType: FORM, text: BODY },
      },
    }),
  ],
  [
    'a collection of Postman',
    JSON.stringify({
      info: { name: 'Photos' },
      item: [
        {
          name: 'folder',
          item: [
            {
              name: 'one',
              request: {
                method: 'POST',
                header: [
                  { key: 'Authorization', value: AUTHORIZATION },
                  { key: 'X-Off', value: '1', disabled: true },
                ],
                url: { raw: URL, host: ['photos', 'example'] },
                body: { mode: 'urlencoded', urlencoded: KEYS },
              },
            },
          ],
        },
      ],
    }),
    GUESSED,
  ],
  [
    'a collection of Postman with a raw body',
    JSON.stringify({
      info: { name: 'Photos' },
      item: [
        {
          request: {
            method: 'POST',
            header:
              KEYS.length === 0
                ? []
                : Object.entries(HEADERS).map(([key, value]) => ({ key, value })),
            url: URL,
            body: { mode: 'raw', raw: BODY },
          },
        },
      ],
    }),
  ],
  [
    'an export of Insomnia',
    JSON.stringify({
      _type: 'export',
      resources: [
        { _type: 'workspace' },
        {
          _type: 'request',
          method: 'POST',
          url: 'https://photos.example/photos',
          parameters: [
            { name: 'size', value: 'large one' },
            { name: 'tag', value: 'a' },
            { name: 'off', value: '1', disabled: true },
          ],
          headers: [{ name: 'Authorization', value: AUTHORIZATION }],
          body: { mimeType: FORM, params: PARAMETERS },
        },
      ],
    }),
    GUESSED,
  ],
  [
    'an export of Insomnia 5',
    JSON.stringify({
      type: 'collection.insomnia.rest/5.0',
      collection: [
        {
          name: 'folder',
          children: [
            { url: URL, method: 'POST', headers: PAIRS, body: { mimeType: FORM, text: BODY } },
          ],
        },
      ],
    }),
  ],
]
