import { describe, expect, it } from 'vitest'

import { readRequests } from '../src/index.js'

describe('a curl command', () => {
  it('is read with quotes, escapes, continued lines, joined and attached options', () => {
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

  it('posts where it has data, and puts data into the query with -G', () => {
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
  ])('is refused where it cannot be known: %s', (command, message) => {
    expect(() => readRequests(command)).toThrow(TypeError)
    expect(() => readRequests(command)).toThrow(message)
  })
})

describe('a request of HTTP/1.1', () => {
  it('is read with its host, and https unless the host is this machine', () => {
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

describe('a HAR file', () => {
  it('is read request by request, without the names of HTTP/2', () => {
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

describe('a long text', () => {
  it.each([
    ["curl $'", '\\a', "' https://a.example/"],
    ['curl "', '\\a', '" https://a.example/'],
    ['curl -', 's', ' https://a.example/'],
    ['curl -d "', 'a', '" https://a.example/'],
    ['curl ', '\\a', ''],
    ['POST / HTTP/1.1\nHost: a\nContent-Type: application/x-www-form-urlencoded\n\na', '\n', 'x'],
  ])(
    'is read: %s',
    (beginning, unit, end) => {
      const text = beginning + unit.repeat(8_000_000 / unit.length) + end
      expect(readRequests(text)).toHaveLength(1)
    },
    60_000,
  )

  it('is refused if it is too long for a request, which the error says', () => {
    expect(() => readRequests(`curl ${'a'.repeat(16_777_216)}`)).toThrow(
      /readRequests reads .* at most 8388608 characters, and received 16777221; remove/,
    )
    const har = `{"log":{"entries":[]}}${' '.repeat(16_777_216)}`
    expect(() => readRequests(har)).toThrow(/contains no request/)
  })
})
