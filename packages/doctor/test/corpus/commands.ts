import { AUTHORIZATION, BODY, FORM, GET, QUOTED, URL } from './pasted.js'
import type { Pasted } from './pasted.js'

const DATA = `-d '${BODY}'`
const HEADER = `-H 'Authorization: ${AUTHORIZATION}'`
const CARETS = (text: string): string => text.replaceAll(/["&%<>|^]/g, (each) => `^${each}`)

/** Shell commands. */
export const COMMANDS: readonly Pasted[] = [
  ['curl', `curl '${URL}' ${HEADER} ${DATA}`],
  ['curl after a prompt', `$ curl '${URL}' ${HEADER} ${DATA}`],
  ['curl after a shell prompt', `jane@host:~$ curl '${URL}' ${HEADER} ${DATA}`],
  ['curl on several lines', `curl '${URL}' \\\n  ${HEADER} \\\n  ${DATA}\n`],
  ['curl with blanks after the backslash', `curl '${URL}' \\ \n  ${HEADER} \\\t\n  ${DATA}`],
  ['curl with CRLF', `curl '${URL}' \\\r\n  ${HEADER} \\\r\n  ${DATA}\r\n`],
  ['curl in double quotes', `curl "${URL}" -H "Authorization: ${QUOTED}" -d "${BODY}"`],
  [
    'curl of Postman',
    `curl --location --request POST '${URL}' \\\n--header 'Content-Type: ${FORM}' \\\n--header 'Authorization: ${AUTHORIZATION}' \\\n--data-urlencode 'title=Sea view' \\\n--data-urlencode 'place=a&b'`,
    { body: 'title=Sea%20view&place=a%26b' },
  ],
  [
    'curl with options that do not affect the request',
    `curl -sS -k --http2 --max-time 30 --connect-timeout 5 --retry 2 -o out.json -w '%{http_code}' --tlsv1.2 --no-progress-meter --proxy http://p:3128 --cacert ca.pem --resolve photos.example:443:127.0.0.1 '${URL}' ${HEADER} ${DATA}`,
  ],
  ['curl with a pipe', `curl -s '${URL}' ${HEADER} ${DATA} | jq .`],
  ['curl with redirections', `curl -s '${URL}' ${HEADER} ${DATA} > out.json 2>&1`],
  ['curl with --url and equals signs', `curl --request=POST --url '${URL}' ${HEADER} ${DATA}`],
  ['curl with its path', `/usr/bin/curl '${URL}' ${HEADER} ${DATA}`],
  [
    'curl --form',
    `curl '${URL}' ${HEADER} --form 'photo=@a.jpg' -F title=Sea`,
    {
      headers: [
        ['Authorization', AUTHORIZATION],
        ['Content-Type', 'multipart/form-data; boundary=boundary-of-the-form'],
      ],
      body: '--boundary-of-the-form\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n\r\n--boundary-of-the-form\r\nContent-Disposition: form-data; name="title"\r\n\r\nSea\r\n--boundary-of-the-form--\r\n',
    },
  ],
  [
    'curl with a file that is not a form',
    `curl '${URL}' ${HEADER} -H 'Content-Type: image/jpeg' --data-binary @a.jpg`,
    {
      headers: [
        ['Authorization', AUTHORIZATION],
        ['Content-Type', 'image/jpeg'],
      ],
      body: undefined,
    },
  ],
  [
    'curl for cmd of Chrome',
    `curl ^"${CARETS(URL)}^" ^\n  -H ^"Authorization: ${CARETS(QUOTED)}^" ^\n  --data-raw ^"${CARETS(BODY)}^"`,
  ],
  [
    'curl for cmd with CRLF',
    `curl ^"${CARETS(URL)}^" ^\r\n  -H ^"Authorization: ${CARETS(QUOTED)}^" ^\r\n  --data-raw ^"${CARETS(BODY)}^"\r\n`,
  ],
  [
    'curl for cmd from older browsers',
    `curl "${URL}" ^\n  -H "Authorization: ${AUTHORIZATION.replaceAll('"', '""')}" ^\n  --data-raw "${BODY}"`,
  ],
  [
    'curl.exe after a Windows prompt',
    `C:\\Users\\jane>curl.exe "${URL}" -H "Authorization: ${QUOTED}" -d "${BODY}"`,
  ],
  [
    'curl in PowerShell on several lines',
    `PS C:\\> curl.exe '${URL}' \`\n  ${HEADER} \`\n  ${DATA}`,
  ],
  [
    'wget',
    `wget --quiet --method POST --timeout=0 --header 'Content-Type: ${FORM}' --header 'Authorization: ${AUTHORIZATION}' --body-data '${BODY}' '${URL}'`,
  ],
  [
    'wget --post-data',
    `wget -O out '--post-data=${BODY}' --header='Authorization: ${AUTHORIZATION}' '${URL}'`,
  ],
  ['wget for GET', `wget --header='Authorization: ${AUTHORIZATION}' '${URL}'`, GET],
  [
    'HTTPie',
    `http --form POST '${URL}' 'Authorization:${AUTHORIZATION}' 'title=Sea view' 'place=a&b'`,
    { body: 'title=Sea%20view&place=a%26b' },
  ],
  [
    'HTTPie with query items',
    `https photos.example/photos size=='large one' tag==a Authorization:'${AUTHORIZATION}'`,
    GET,
  ],
  [
    'PowerShell of Chrome',
    `$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.UserAgent = "Mozilla/5.0 (X11)"\nInvoke-WebRequest -UseBasicParsing -Uri "${URL}" \`\n-Method "POST" \`\n-WebSession $session \`\n-Headers @{\n"method"="POST"\n  "path"="/photos"\n  "Authorization"="${AUTHORIZATION.replaceAll('"', '`"')}"\n} \`\n-ContentType "${FORM}" \`\n-Body "${BODY}"`,
  ],
  [
    'PowerShell with a variable',
    `$headers = @{ Authorization = '${AUTHORIZATION}'; }\nInvoke-RestMethod '${URL}' -Method Post -Headers $headers -Body '${BODY}'`,
  ],
]
