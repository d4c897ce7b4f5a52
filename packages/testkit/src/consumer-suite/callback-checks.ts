import { Departure } from '../checks/departure.js'
import { check, demand, succeeded } from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext } from './consumer-check.js'
import { protocolValue } from './received.js'
import { CALLBACK, tokenOf } from './scene.js'
import type { Scene, SceneOptions } from './scene.js'
import type { ClientAnswer } from './task.js'

const SECTION = 'RFC 5849 2.2'
const FLOW = ['three-legged']

/** Lets a flow begin, and the browser arrive with something that must not be exchanged. */
function notExchanged(
  url: (scene: Scene, started: ClientAnswer) => string | Promise<string>,
  options: SceneOptions = {},
): (context: ConsumerContext) => Promise<void> {
  return async ({ begin }) => {
    const scene = begin(options)
    const started = succeeded(await scene.authorize())
    const arrival = await url(scene, started)
    const ended = await scene.callback(started, arrival)
    noExchange(scene)
    noToken(ended)
  }
}

// Some begin another flow in place of an error, which is as good.
function noToken({ token }: ClientAnswer): void {
  if (token?.key) throw new Departure('no Access Token', `the token ${token.key}`)
}

function noExchange(scene: Scene): void {
  const [exchange] = scene.at('access-token')
  if (exchange === undefined) return
  const verifier = protocolValue(exchange, 'oauth_verifier') ?? 'none'
  throw new Departure(
    'that nothing is exchanged',
    `an exchange of ${tokenOf(exchange) ?? 'no token'} with the verifier ${verifier}`,
  )
}

/** The callback of somebody else's flow: what an attacker makes a victim open. */
async function callbackOfAnother(scene: Scene): Promise<string> {
  return scene.approve(succeeded(await scene.authorize()))
}

/** Coming back from the provider: sections 2.2 and 2.3, and what they leave to the client. */
export const callbackChecks: readonly ConsumerCheck[] = [
  check(
    {
      id: 'callback.other-token',
      title: 'Exchanges nothing when the callback is of a flow that another browser has begun',
      section: 'RFC 5849 4.13',
      level: 'SHOULD',
      severity: 'high',
      needs: FLOW,
    },
    notExchanged(callbackOfAnother),
  ),
  check(
    {
      id: 'callback.other-token-rsa',
      title: 'Neither so where it signs by RSA, and the provider would let it in',
      section: 'RFC 5849 4.13',
      level: 'SHOULD',
      severity: 'critical',
      needs: [...FLOW, 'rsa-sha1'],
    },
    notExchanged(callbackOfAnother, { signatureMethod: 'RSA-SHA1' }),
  ),
  check(
    {
      id: 'callback.unknown-token',
      title: 'Exchanges nothing when nobody has asked for the token of the callback',
      section: 'RFC 5849 4.13',
      level: 'SHOULD',
      severity: 'high',
      needs: FLOW,
    },
    notExchanged(() => `${CALLBACK}&oauth_token=of-nobody&oauth_verifier=v`),
  ),
  check(
    {
      id: 'callback.empty-browser',
      title: 'Exchanges nothing in a browser that has begun nothing',
      section: 'RFC 5849 4.13',
      level: 'SHOULD',
      severity: 'high',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin()
      const url = scene.approve(succeeded(await scene.authorize()))
      const ended = await scene.callback({}, url)
      noExchange(scene)
      noToken(ended)
    },
  ),
  check(
    {
      id: 'callback.token-absent',
      title: 'Exchanges nothing when the callback names no token',
      section: SECTION,
      level: 'SHOULD',
      severity: 'high',
      needs: FLOW,
    },
    notExchanged(() => `${CALLBACK}&oauth_verifier=v`),
  ),
  check(
    {
      id: 'callback.verifier-absent',
      title: 'Exchanges nothing when the callback has no verifier',
      section: 'RFC 5849 2.3',
      severity: 'medium',
      needs: FLOW,
    },
    notExchanged((scene, started) => scene.approve(started).replace(/&oauth_verifier.*/, '')),
  ),
  check(
    {
      id: 'callback.verifier-empty',
      title: 'Exchanges nothing when the verifier is empty',
      section: 'RFC 5849 2.3',
      level: 'SHOULD',
      needs: FLOW,
    },
    notExchanged((scene, started) => scene.approve(started).replace(/verifier=.*/, 'verifier=')),
  ),
  check(
    {
      id: 'callback.token-twice',
      title: 'Exchanges nothing when the callback names two tokens',
      section: 'RFC 5849 3.1',
      level: 'MAY',
      needs: FLOW,
    },
    notExchanged((scene, started) => `${scene.approve(started)}&oauth_token=another`),
  ),
  check(
    {
      id: 'callback.denied',
      title: 'Reports that the User has refused, and exchanges nothing',
      section: 'Problem Reporting',
      level: 'SHOULD',
      needs: FLOW,
    },
    notExchanged((scene, started) =>
      scene.approve(started).replace(/oauth_verifier=.*/, 'oauth_problem=permission_denied'),
    ),
  ),
  check(
    {
      id: 'callback.denied-beside-verifier',
      title: 'Believes a refusal, though a verifier stands beside it',
      section: 'Problem Reporting',
      level: 'MAY',
      needs: FLOW,
    },
    notExchanged((scene, started) => `${scene.approve(started)}&oauth_problem=permission_denied`),
  ),
  check(
    {
      id: 'callback.denied-as-others-say',
      title: 'Takes "denied" without a verifier for a refusal, as some services say it',
      section: SECTION,
      level: 'MAY',
      needs: FLOW,
    },
    notExchanged((scene, started) =>
      scene.approve(started).replace(/(?<=[?&])oauth_token=([^?&]*)&oauth_verifier.*/, 'denied=$1'),
    ),
  ),
  check(
    {
      id: 'callback.again',
      title: 'Exchanges a callback once, though the browser is sent there twice',
      section: 'RFC 5849 2.3',
      level: 'MAY',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin()
      const started = succeeded(await scene.authorize())
      const url = scene.approve(started)
      const ended = succeeded(await scene.callback(started, url))
      await scene.callback({ browser: ended.browser ?? started.browser }, url)
      const exchanges = scene.at('access-token')
      demand(exchanges.length === 1, 'one exchange', `${exchanges.length} exchanges`)
    },
  ),
  check(
    {
      id: 'callback.two-tabs',
      title: 'Finishes two flows of one browser, the first last',
      section: SECTION,
      level: 'MAY',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin()
      const first = succeeded(await scene.authorize())
      const second = succeeded(await scene.authorize({ browser: first.browser }))
      const { browser } = second
      const ended = succeeded(await scene.callback({ browser }, scene.approve(second)))
      succeeded(await scene.callback({ browser: ended.browser ?? browser }, scene.approve(first)))
      const tokens = scene.at('access-token').map(tokenOf)
      demand(new Set(tokens).size === 2, 'an exchange of each Request Token', tokens.join(', '))
    },
  ),
  check(
    {
      id: 'callback.simultaneous',
      title: 'Finishes flows of several browsers at the same time, each with its own token',
      section: SECTION,
      severity: 'high',
      needs: FLOW,
    },
    async ({ begin }) => {
      const scene = begin()
      const started = await Promise.all(Array.from({ length: 4 }, () => scene.authorize()))
      const urls = started.map((answer) => scene.approve(succeeded(answer)))
      const ended = await Promise.all(
        started.map((answer, index) => scene.callback(answer, urls[index] ?? '')),
      )
      ended.forEach(succeeded)
      for (const exchange of scene.at('access-token')) {
        const verifier = protocolValue(exchange, 'oauth_verifier') ?? ''
        const url = urls.find((given) => given.endsWith(`=${verifier}`)) ?? ''
        const token = tokenOf(exchange) ?? ''
        demand(
          url.includes(`=${token}&`),
          'each token with its own verifier',
          `${token}, ${verifier}`,
        )
      }
    },
  ),
]
