import { collectRequest } from '@oauthplus/core'
import type { ReceivedRequest } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { readRequests } from '../src/index.js'
import { COMMANDS } from './corpus/commands.js'
import { HTTP_TEXTS } from './corpus/http.js'
import { POST } from './corpus/pasted.js'
import { PROGRAMS } from './corpus/programs.js'

const CORPUS = [...HTTP_TEXTS, ...COMMANDS, ...PROGRAMS].map(([title, text, differs]) => ({
  title,
  text,
  differs,
}))
/** Headers that the transport or a program adds. */
const ADDED = new Set(['host', 'content-length'])

/** Returns the signed parts of a request, and its body. */
function simplify({ method, url, headers, body }: ReceivedRequest) {
  const kept = headers
    .map(([name, value]) => [name.toLowerCase(), value.replaceAll(/,\s+/g, ', ')] as const)
    .filter(([name]) => !ADDED.has(name))
  return { method, url, headers: new Map(kept), body }
}

it('has at least 60 inputs', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(60)
})

it.each(CORPUS)('reads $title', ({ text, differs }) => {
  const requests = readRequests(text)
  expect(requests.map(simplify)).toEqual([simplify({ ...POST, ...differs })])
  expect(requests.map((request) => collectRequest(request).realm ?? 'Photos')).toEqual(['Photos'])
})

it('reports that the body of a HAR file without text is a guess', () => {
  const text = CORPUS.find(({ title }) => title === 'HAR with parameters')?.text ?? ''
  expect(readRequests(text)[0]?.remarks).toEqual([expect.stringMatching(/guess/)])
})
