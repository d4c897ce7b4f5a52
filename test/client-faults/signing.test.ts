import { parameterValue, parseAuthorizationHeader } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { handedOver, trickyRequest } from './tricky-requests.js'

// Each fault with the tricky requests that show it.
const FAULTS: readonly (readonly [title: string, ...ids: readonly string[]])[] = [
  ['a "+" in a query is signed as the space that it stands for', 'c06', 'c07'],
  ['a value keeps every "=" in it', 'c08'],
  ['a name that is encoded already is decoded before it is encoded', 'c11', 'c22', 'c25'],
  ['a query goes on after a second "?"', 'c13'],
  ['a fragment is not signed', 'c34'],
  ['an empty query adds no parameter', 'c39'],
  ['an empty first value of several is not lost', 'c18', 'c09', 'c10'],
  ['names of Object.prototype are names like any other', 'c23', 'c24'],
  ['a name in query and form counts twice', 'c20', 'c21'],
  ['repeated names are sent and signed as they stand', 'c16', 'c17', 'c19', 'c26', 'c42'],
  ['default ports are not signed, all others are', 'c27', 'c28', 'c29', 'c30'],
  ['the URL is signed as the platform sends it', 'c31', 'c32', 'c35', 'c36', 'c37', 'c38'],
  ['an IPv6 host keeps its brackets', 'c33'],
  ['text beyond ASCII is signed by its UTF-8', 'c04', 'c05', 'c15', 'c41', 'c12'],
  ['parameters are sorted by their encoded bytes, names before values', 'c14', 'c15', 'c17'],
  ['secrets are encoded in the signing key, also beyond ASCII', 'c50'],
  ["!'()* are encoded everywhere, each time", 'c02', 'c03', 'c40'],
  ['0 and false are values', 'c48'],
  ['brackets in a form are sent and signed as they stand', 'c49', 'c22'],
  [
    'a form is signed whatever its method, and whatever follows its type',
    'c43',
    'c45',
    'c46',
    'c47',
  ],
  ['JSON is not signed as a form', 'c44'],
  ['key and token are encoded in the header', 'c51'],
]

describe('what is signed', () => {
  it.each(FAULTS)('%s', async (_title, ...ids) => {
    for (const id of ids) {
      const tricky = trickyRequest(id)
      for (const [method, signature] of Object.entries(tricky.signatures)) {
        const request = await handedOver(tricky, method)
        const header = parseAuthorizationHeader(request.headers.get('authorization') ?? '')
        expect({
          id,
          url: request.url,
          body: await request.text(),
          signature: parameterValue(header?.parameters ?? [], 'oauth_signature'),
        }).toEqual({ id, url: tricky.wireUrl, body: tricky.input.body ?? '', signature })
      }
    }
  })
})
