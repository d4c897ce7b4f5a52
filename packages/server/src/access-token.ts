import { checkRequest } from './check-request.js'
import type { CheckedRequest } from './check-request.js'
import { consumerInfo } from './consumers.js'
import { exchangeRequestToken } from './exchange-request-token.js'
import { absent, rejected } from './rejected.js'
import type { ProviderRequest } from './request.js'
import type { Answered } from './results.js'
import type { Settings } from './settings.js'
import type { AccessTokenRecord, RequestTokenRecord } from './store.js'
import { requireTokenMethod, tokenResponse } from './token-response.js'
import { orUnavailable, unavailable } from './unavailable.js'
import { isXauth, xauthUser } from './xauth.js'

/**
 * Issues an Access Token: for a Request Token and its verifier (RFC 5849 section 2.3), or by xAuth;
 * exactly one of them.
 */
export async function issueAccessToken<User>(
  settings: Settings<User>,
  request: ProviderRequest,
): Promise<Answered> {
  requireTokenMethod(settings, request)
  const checked = await checkRequest(settings, request, 'access-token')
  const { token } = checked
  if (isXauth(checked.request)) {
    if (token) throw rejected('x_auth_mode', 'xAuth asks for a token without having one.')
    return byXauth(settings, checked)
  }
  if (token?.kind !== 'request') throw absent('oauth_token')
  return byVerifier(settings, checked, token)
}

async function byVerifier<User>(
  settings: Settings<User>,
  checked: CheckedRequest<User>,
  token: RequestTokenRecord,
): Promise<Answered> {
  const accessToken = newAccessToken(settings, checked, {
    userId: token.userId ?? '',
    scopes: token.scopes,
  })
  const answer = await answerWith(settings, checked, { accessToken, user: checked.user as User })
  await exchangeRequestToken(settings, checked, { token, accessToken })
  return answer
}

async function byXauth<User>(
  settings: Settings<User>,
  checked: CheckedRequest<User>,
): Promise<Answered> {
  const { userId, user, scopes } = await xauthUser(settings, checked)
  const accessToken = newAccessToken(settings, checked, { userId, scopes })
  const answer = await answerWith(settings, checked, { accessToken, user })
  if ((await settings.store.createAccessToken(accessToken)) !== 'created') throw unavailable()
  return answer
}

function newAccessToken<User>(
  settings: Settings<User>,
  { consumer, nowSeconds }: CheckedRequest<User>,
  granted: Pick<AccessTokenRecord, 'userId' | 'scopes'>,
): AccessTokenRecord {
  const { random, accessTokenLifetimeSeconds } = settings
  return {
    kind: 'access',
    key: random.key(),
    secret: random.secret(),
    consumerKey: consumer.key,
    ...granted,
    createdAtSeconds: nowSeconds,
    expiresAtSeconds:
      accessTokenLifetimeSeconds === undefined
        ? undefined
        : nowSeconds + accessTokenLifetimeSeconds,
  }
}

async function answerWith<User>(
  settings: Settings<User>,
  { consumer }: CheckedRequest<User>,
  granted: { readonly accessToken: AccessTokenRecord; readonly user: User },
): Promise<Answered> {
  const { accessToken, user } = granted
  const { key, secret, scopes, userId } = accessToken
  const added = await orUnavailable(() =>
    settings.tokenParameters({ user, userId, consumer: consumerInfo(consumer) }),
  )
  if (added.some(([name]) => name.startsWith('oauth_'))) {
    throw new TypeError('tokenParameters must not give parameters of the protocol (oauth_*)')
  }
  return tokenResponse([
    ['oauth_token', key],
    ['oauth_token_secret', secret],
    ...(scopes.length === 0 ? [] : [['scope', scopes.join(' ')] as const]),
    ...added,
  ])
}
