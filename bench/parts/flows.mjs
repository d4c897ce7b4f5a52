import { parameterValue, parseForm, signRequest } from '@oauthplus/core'

import { cpuNanosecondsOf } from '../compare.mjs'
import { CALLBACK, CONSUMER, HASH_ALONE } from '../fixture.mjs'
import { memoryProvider, receivedRequest } from '../provider.mjs'

const FLOWS_A_ROUND = 200

/** A Request Token, the User's consent and an Access Token: the three requests signed, and answered. */
export async function groups() {
  const { provider } = await memoryProvider({ limits: { requestTokens: false } })
  const flows = async (count) => {
    for (let index = 0; index < count; index++) await flow(provider)
  }
  return [
    {
      title: 'A three-legged flow, memory store, both sides',
      baseline: HASH_ALONE,
      rows: [
        {
          name: 'Request Token, consent, Access Token',
          check: () => flows(FLOWS_A_ROUND),
          measure: () => cpuNanosecondsOf(FLOWS_A_ROUND, () => flows(FLOWS_A_ROUND)),
        },
      ],
    },
  ]
}

async function flow(provider) {
  const asked = await signedFor('request_token?scope=photos', undefined, { callback: CALLBACK })
  const requestToken = tokenOf(await provider.requestToken(asked))
  const visit = { tokenKey: requestToken.key, userId: 'jane' }
  const { csrf } = answered(await provider.authorization.load(visit)).consent
  const { response } = answered(await provider.authorization.approve({ ...visit, csrf }))
  const [, location] = response.headers.find(([name]) => name === 'Location')
  const verifier = new URL(location).searchParams.get('oauth_verifier')
  const exchange = await signedFor('access_token', requestToken, { verifier })
  return tokenOf(await provider.accessToken(exchange))
}

async function signedFor(path, token, options) {
  const request = { method: 'POST', url: `https://photos.example/oauth/${path}` }
  return receivedRequest(await signRequest(request, { consumer: CONSUMER, token }, options))
}

function tokenOf(result) {
  const form = parseForm(answered(result).response.body)
  return {
    key: parameterValue(form, 'oauth_token'),
    secret: parameterValue(form, 'oauth_token_secret'),
  }
}

function answered(result) {
  if (!result.ok) throw new Error(`a flow was refused: ${result.problem.code}`)
  return result
}
