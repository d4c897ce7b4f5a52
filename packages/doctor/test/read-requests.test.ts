import { describe, expect, it } from 'vitest'

import { readRequests } from '../src/index.js'

describe('readRequests with a curl command', () => {
  it('parses quotes, escapes, continued lines, and joined and attached options', () => {
    const [request] = readRequests(
      `curl -sX PUT 'https://photos.example/a?b=c%20d' \\\n  -H "Authorization: OAuth oauth_token=\\"t\\"" \\\n  --data-raw $'q=it\\'s' -d r=1\n`,
    )
    expect(request).toEqual({
      method: 'PUT',
      url: 'https://photos.example/a?b=c%20d',
      headers: [
        ['Authorization', 'OAuth oauth_token="t"'],
        ['Content-Type', 'application/x-www-form-urlencoded'],
      ],
      body: "q=it's&r=1",
    })
  })

  it('uses POST if there is data, and puts the data into the query with -G', () => {
    expect(readRequests('curl photos.example -d a=1')[0]).toMatchObject({ method: 'POST' })
    expect(readRequests("curl -G https://a.example/x --data-urlencode 'q=a b'")[0]).toMatchObject({
      method: 'GET',
      url: 'https://a.example/x?q=a%20b',
      body: '',
    })
  })

  it.each([
    ['curl', /none|neither|URL/],
    ['curl -d @file https://a.example/', /file/],
    ["curl -T f -H 'Content-Type: application/x-www-form-urlencoded' https://a.example/", /file/],
    ["curl 'https://a.example/", /quote/],
    ['curl --never-heard https://a.example/', /not supported/],
  ])('rejects a command with unknown parts: %s', (command, message) => {
    expect(() => readRequests(command)).toThrow(TypeError)
    expect(() => readRequests(command)).toThrow(message)
  })
})

describe('readRequests with an HTTP/1.1 request', () => {
  it('uses the Host header, and https unless the host is this machine', () => {
    const text = 'POST /photos?x=1 HTTP/1.1\r\nHost: photos.example\r\nX-A: b: c\r\n\r\n{"a":1}'
    expect(readRequests(text)).toEqual([
      {
        method: 'POST',
        url: 'https://photos.example/photos?x=1',
        headers: [
          ['Host', 'photos.example'],
          ['X-A', 'b: c'],
        ],
        body: '{"a":1}',
      },
    ])
    expect(readRequests('GET / HTTP/1.1\nHost: localhost:3000')[0]?.url).toBe(
      'http://localhost:3000/',
    )
    expect(() => readRequests('GET / HTTP/1.1\n')).toThrow(/Host/)
    expect(() => readRequests('nothing of the kind')).toThrow(TypeError)
  })
})

describe('readRequests with a HAR file', () => {
  it('returns each request, without the pseudo-headers of HTTP/2', () => {
    const request = {
      method: 'POST',
      url: 'https://photos.example/',
      headers: [
        { name: ':authority', value: 'photos.example' },
        { name: 'X-A', value: 'b' },
      ],
      postData: { mimeType: 'application/x-www-form-urlencoded', text: 'a=1' },
    }
    expect(readRequests(JSON.stringify({ log: { entries: [{ request }, { request }] } }))).toEqual(
      Array(2).fill({
        method: 'POST',
        url: 'https://photos.example/',
        headers: [
          ['X-A', 'b'],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ],
        body: 'a=1',
      }),
    )
    expect(() => readRequests('{"log":{}}')).toThrow(TypeError)
  })
})

describe('readRequests with a long text', () => {
  it.each([
    ["curl $'", '\\a', "' https://a.example/"],
    ['curl "', '\\a', '" https://a.example/'],
    ['curl -', 's', ' https://a.example/'],
    ['curl -d "', 'a', '" https://a.example/'],
    ['curl ', '\\a', ''],
    ['POST / HTTP/1.1\nHost: a\nContent-Type: application/x-www-form-urlencoded\n\na', '\n', 'x'],
  ])(
    'parses %s',
    (beginning, unit, end) => {
      const text = beginning + unit.repeat(8_000_000 / unit.length) + end
      expect(readRequests(text)).toHaveLength(1)
    },
    60_000,
  )

  it('rejects text that is too long for a request, and says so', () => {
    expect(() => readRequests(`curl ${'a'.repeat(16_777_216)}`)).toThrow(
      /readRequests reads .* at most 8388608 characters, and received 16777221; remove/,
    )
    const har = `{"log":{"entries":[]}}${' '.repeat(16_777_216)}`
    expect(() => readRequests(har)).toThrow(/contains no request/)
  })
})
