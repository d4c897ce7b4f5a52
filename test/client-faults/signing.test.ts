import { parameterValue, parseAuthorizationHeader } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { SIGNING_FAULTS } from './signing-cases.js'
import { handedOver, trickyRequest } from './tricky-requests.js'

describe('signing', () => {
  it.each(SIGNING_FAULTS)('%s', async (_title, ...ids) => {
    for (const id of ids) {
      const tricky = trickyRequest(id)
      for (const [method, signature] of Object.entries(tricky.signatures)) {
        const request = await handedOver(tricky, method as keyof typeof tricky.signatures)
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
