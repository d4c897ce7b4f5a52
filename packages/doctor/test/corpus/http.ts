import { AUTHORIZATION, BODY, FORM, GET, TARGET, URL } from './pasted.js'
import type { Pasted } from './pasted.js'

const [FIRST = '', ...REST] = AUTHORIZATION.split(', ')
const FOLDED = [FIRST, ...REST].join(',\n   ')
const POSTED = `POST ${TARGET} HTTP/1.1
Host: photos.example
Authorization: ${AUTHORIZATION}
Content-Type: ${FORM}

${BODY}`

function indent(text: string, blanks: string): string {
  return text.replaceAll(/^(?=.)/gm, blanks)
}

/** Requests in wire format, in manuals, and in lists of headers. */
export const HTTP_TEXTS: readonly Pasted[] = [
  ['HTTP/1.1', POSTED],
  ['HTTP/1.1 with CRLF', POSTED.replaceAll('\n', '\r\n')],
  ['HTTP/1.1 with folded lines', POSTED.replace(AUTHORIZATION, FOLDED)],
  [
    'HTTP/1.1 with folded lines and CRLF',
    POSTED.replace(AUTHORIZATION, FOLDED).replaceAll('\n', '\r\n'),
  ],
  [
    'folded lines that begin with tabs',
    POSTED.replace(AUTHORIZATION, FOLDED.replaceAll('\n   ', '\n\t')),
  ],
  ['the indentation of an RFC', `\n${indent(POSTED.replace(AUTHORIZATION, FOLDED), '     ')}\n`],
  [
    'the indentation of an RFC, except on the first line',
    indent(POSTED.replace(AUTHORIZATION, FOLDED), '     ').trimStart(),
  ],
  ['the indentation of a tab', indent(POSTED, '\t')],
  ['a fence of Markdown', `\`\`\`http\n${POSTED}\n\`\`\`\n`],
  ['a byte order mark', `\uFEFF${POSTED}`],
  [
    'parameters on separate lines without indentation',
    POSTED.replace(AUTHORIZATION, [FIRST, ...REST].join(',\n')),
  ],
  ['an empty line that contains blanks', POSTED.replace('\n\n', '\n  \n')],
  ['an absolute target', POSTED.replace(TARGET, URL)],
  ['a request line without a version', POSTED.replace(' HTTP/1.1', '')],
  [
    'a request file of an editor',
    `POST ${URL}\nAuthorization: ${AUTHORIZATION}\nContent-Type: ${FORM}\n\n${BODY}\n`,
  ],
  ['HTTP/2 with :authority', POSTED.replace('HTTP/1.1', 'HTTP/2').replace('Host:', ':authority:')],
  [
    'HTTP/2.0 with Host in lower case',
    POSTED.replace('HTTP/1.1', 'HTTP/2.0').replace('Host', 'host'),
  ],
  [
    'pseudo-headers alone',
    `:method: POST\n:authority: photos.example\n:scheme: https\n:path: ${TARGET}\nauthorization: ${AUTHORIZATION}\ncontent-type: ${FORM}\n\n${BODY}`,
  ],
  [
    'pseudo-headers with values on separate lines',
    `:authority\nphotos.example\n:method\nPOST\n:path\n${TARGET}\n:scheme\nhttps\nauthorization\n${AUTHORIZATION}\ncontent-type\n${FORM}\n\n${BODY}`,
  ],
  [
    'the headers of Chrome',
    `Request URL: ${URL}\nRequest Method: GET\nStatus Code: 401 Unauthorized\nRemote Address: 192.0.2.1:443\nReferrer Policy: strict-origin-when-cross-origin\nAuthorization: ${AUTHORIZATION}`,
    GET,
  ],
  [
    'the headers of Chrome with values on separate lines',
    `Request URL\n${URL}\nRequest Method\nGET\nStatus Code\n401 Unauthorized\nauthorization\n${AUTHORIZATION}`,
    GET,
  ],
  [
    'the request and response headers of Chrome',
    `General\nRequest URL:\n${URL}\nRequest Method:\nGET\nStatus Code:\n401\nResponse Headers\ncontent-type:\ntext/plain\nRequest Headers\nauthorization:\n${AUTHORIZATION}`,
    GET,
  ],
  [
    'the raw headers of Chrome',
    `Request URL: ${URL}\nRequest Method: GET\n\nRequest Headers\nGET ${TARGET} HTTP/1.1\nHost: photos.example\nAuthorization: ${AUTHORIZATION}`,
    GET,
  ],
  [
    'the headers of Safari',
    `Summary\nURL: ${URL}\nStatus: 401\nSource: Network\nAddress: 192.0.2.1:443\n\nRequest\nGET ${TARGET} HTTP/1.1\nAuthorization: ${AUTHORIZATION}\n\nResponse\nHTTP/1.1 401\nContent-Type: text/plain`,
    GET,
  ],
  [
    'curl -v',
    `*   Trying 192.0.2.1:443...\n* Connected to photos.example (192.0.2.1) port 443 (#0)\n* SSL connection using TLSv1.3\n> GET ${TARGET} HTTP/1.1\n> Host: photos.example\n> Authorization: ${AUTHORIZATION}\n> \n< HTTP/1.1 401 Unauthorized\n< Content-Type: text/plain\n`,
    GET,
  ],
  [
    'curl -v with the command above it, because it does not log the body',
    `$ curl -v '${URL}' -H 'Authorization: ${AUTHORIZATION}' -d '${BODY}'\n* Trying 192.0.2.1\n* Connected to photos.example (192.0.2.1) port 443 (#0)\n> POST ${TARGET} HTTP/2\n> Host: photos.example\n> authorization: ${AUTHORIZATION}\n> content-length: 26\n> content-type: ${FORM}\n>\n} [26 bytes data]\n* upload completely sent off: 26 out of 26 bytes\n< HTTP/2 401\n`,
  ],
  [
    'the timeline of Insomnia',
    `* Preparing request to ${URL}\n* Current time is 2026-01-01T00:00:00.000Z\n* Connected to photos.example (192.0.2.1) port 443\n\n> POST ${TARGET} HTTP/1.1\n> Host: photos.example\n> Content-Type: ${FORM}\n> Authorization: ${AUTHORIZATION}\n\n| ${BODY}\n\n* Mark bundle as not supporting multiuse\n\n< HTTP/1.1 401 Unauthorized\n`,
  ],
  [
    'what http.client of Python prints',
    `send: b'POST ${TARGET} HTTP/1.1\\r\\nHost: photos.example\\r\\nContent-Type: ${FORM}\\r\\nAuthorization: ${AUTHORIZATION}\\r\\n\\r\\n'\nsend: b'${BODY}'\nreply: 'HTTP/1.1 401 Unauthorized\\r\\n'\nheader: Content-Type: text/plain`,
  ],
  [
    'what OkHttp logs',
    `--> POST ${URL} http/1.1 (26-byte body)\nContent-Type: ${FORM}\nAuthorization: ${AUTHORIZATION}\n\n${BODY}\n--> END POST (26-byte body)\n<-- 401 Unauthorized ${URL} (12ms)`,
  ],
  [
    'what wget -d prints',
    `DEBUG output created by Wget 1.21\n---request begin---\nGET ${TARGET} HTTP/1.1\r\nHost: photos.example\r\nAuthorization: ${AUTHORIZATION}\r\n\r\n---request end---\nHTTP request sent, awaiting response...`,
    GET,
  ],
  [
    'a URL',
    `${URL}&oauth_token=t\n`,
    { method: 'GET', url: `${URL}&oauth_token=t`, headers: [], body: '' },
  ],
  ['a URL in brackets', `<${URL}>`, { method: 'GET', headers: [], body: '' }],
  ['a method and a URL', `POST ${URL}`, { headers: [], body: '' }],
  [
    'a line of an access log with a host',
    `photos.example - - [10/Oct/2026:13:55:36 +0000] "GET ${TARGET} HTTP/1.1" 401 12 "-" "curl/8.5"`,
    { method: 'GET', headers: [], body: '' },
  ],
]
