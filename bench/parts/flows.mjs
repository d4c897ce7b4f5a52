import { parameterValue, parseForm, signRequest } from '@oauthplus/core'

import { measureCpuNanoseconds } from '../compare.mjs'
import { CALLBACK, CONSUMER, HASH_ALONE } from '../fixture.mjs'
import { createMemoryProvider, toReceivedRequest } from '../provider.mjs'

const FLOWS_A_ROUND = 200
// After this many flows all of their code is compiled, and the compiler does not disturb the measurement.
const WARM_UP_FLOWS = 5000

/**
 * Measures a request token, the user's consent and an access token: three signed requests and their
 * responses.
 */
export async function createGroups() {
  const { provider } = await createMemoryProvider({ limits: { requestTokens: false } })
  const runFlows = async (count) => {
    for (let index = 0; index < count; index++) await runFlow(provider)
  }
  return [
    {
      title: 'A three-legged flow, memory store, both sides',
      baseline: HASH_ALONE,
      rows: [
        {
          name: 'Request Token, consent, Access Token',
          atMost: 90,
          check: () => runFlows(WARM_UP_FLOWS),
          measure: () => measureCpuNanoseconds(FLOWS_A_ROUND, () => runFlows(FLOWS_A_ROUND)),
        },
      ],
    },
  ]
}

async function runFlow(provider) {
  const asked = await signFor('request_token?scope=photos', undefined, { callback: CALLBACK })
  const requestToken = readToken(await provider.requestToken(asked))
  const visit = { tokenKey: requestToken.key, userId: 'jane' }
  const { csrf } = assertOk(await provider.authorization.load(visit)).consent
  const { response } = assertOk(await provider.authorization.approve({ ...visit, csrf }))
  const [, location] = response.headers.find(([name]) => name === 'Location')
  const verifier = new URL(location).searchParams.get('oauth_verifier')
  const exchange = await signFor('access_token', requestToken, { verifier })
  return readToken(await provider.accessToken(exchange))
}

async function signFor(path, token, options) {
  const request = { method: 'POST', url: `https://photos.example/oauth/${path}` }
  return toReceivedRequest(await signRequest(request, { consumer: CONSUMER, token }, options))
}

function readToken(result) {
  const form = parseForm(assertOk(result).response.body)
  return {
    key: parameterValue(form, 'oauth_token'),
    secret: parameterValue(form, 'oauth_token_secret'),
  }
}

function assertOk(result) {
  if (!result.ok) throw new Error(`a flow was refused: ${result.problem.code}`)
  return result
}
