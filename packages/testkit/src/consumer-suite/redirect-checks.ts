import { Departure } from '../checks/departure.js'
import { check, demand } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { credentialsIn, demandSigned, protocolValue } from './received.js'
import type { Endpoint } from './received.js'
import { CALLBACK, redirect } from './scene.js'
import type { Scene, SceneOptions, Script } from './scene.js'

const SECTION = 'RFC 5849 4.3'
const NONCE = 'RFC 5849 3.3'
const MOST_REDIRECTS = 40

type Target = (scene: Scene) => string

const elsewhere: Target = ({ origins }) => `${origins.other}/moved`
const moved: Target = ({ base }) => `${base}/moved?x=1%202`
const inTheOpen: Target = ({ origins }) => `${origins.plain}/moved`

/** Redirects what arrives where it belongs, and answers what arrives anywhere else. */
function redirecting(target: Target, status = 302): Script {
  return ({ origin, message }, scene) => {
    const isMoved = message.target.startsWith('/moved')
    const isAtHome = scene.base.startsWith('https:') ? origin === 'secure' : origin === 'plain'
    return isMoved || !isAtHome ? undefined : redirect(target(scene), status)
  }
}

/** Demands that nothing with credentials arrives where a redirect leads. */
function leaksNothing(
  [id, title]: readonly [id: string, title: string],
  script: { readonly endpoint: Endpoint; readonly target: Target; readonly status?: number },
  { needs, ...options }: SceneOptions & { readonly needs: readonly string[] },
): ConsumerCheck {
  const severity = options.signatureMethod === 'PLAINTEXT' ? 'critical' : 'high'
  const rule = { id: `redirect.${id}`, title, section: SECTION, level: 'MAY', severity } as const
  return check({ ...rule, needs }, async ({ begin }) => {
    const { endpoint, target, status } = script
    const scene = begin({ ...options, answers: { [endpoint]: redirecting(target, status) } })
    if (endpoint === 'resource') await scene.fetch()
    else {
      const started = await scene.authorize()
      // Whoever refuses the redirect has nothing to go on with.
      if (started.error === undefined && endpoint === 'access-token') {
        await scene.callback(started, scene.approve(started))
      }
    }
    scene.first(endpoint)
    for (const received of scene.received) {
      const isThere = received.message.target.startsWith('/moved')
      const found = isThere ? credentialsIn(received, []) : undefined
      if (found !== undefined) {
        throw new Departure('no credentials where the redirect leads', found)
      }
    }
  })
}

/** Follows a redirect within the origin, and gives what arrived behind it; `undefined` if nothing did. */
async function followed(scene: Scene): Promise<{
  readonly first: Scene['received'][number]
  readonly second: Scene['received'][number] | undefined
}> {
  await scene.fetch()
  const [first, second] = scene.received
  if (first === undefined) throw new Departure('a request', 'none')
  return { first, second }
}

/** Redirects, of which the RFC says nothing: a signature fits one request, and credentials one origin. */
export const redirectChecks: readonly ConsumerCheck[] = [
  leaksNothing(
    [
      'request-token',
      'Sends nobody its credentials to whom the request for a Request Token is redirected',
    ],
    { endpoint: 'request-token', target: elsewhere },
    { needs: ['three-legged'] },
  ),
  leaksNothing(
    ['request-token-307', 'Neither so where status 307 keeps the POST'],
    { endpoint: 'request-token', target: elsewhere, status: 307 },
    { needs: ['three-legged'] },
  ),
  leaksNothing(
    ['access-token', 'Sends nobody its credentials to whom the exchange is redirected'],
    { endpoint: 'access-token', target: elsewhere, status: 307 },
    { needs: ['three-legged'] },
  ),
  leaksNothing(
    ['resource', 'Sends no credentials to another origin to which a resource redirects'],
    { endpoint: 'resource', target: elsewhere },
    { needs: ['fetch'] },
  ),
  leaksNothing(
    ['resource-307', 'Neither so by status 307'],
    { endpoint: 'resource', target: elsewhere, status: 307 },
    { needs: ['fetch'] },
  ),
  leaksNothing(
    ['resource-protocol-relative', 'Neither so where the address begins with //'],
    { endpoint: 'resource', target: (scene) => elsewhere(scene).replace('http:', '') },
    { needs: ['fetch'] },
  ),
  leaksNothing(
    ['to-http', 'Sends no credentials over http where https redirects there'],
    { endpoint: 'resource', target: inTheOpen },
    { needs: ['fetch'], at: 'secure' },
  ),
  leaksNothing(
    ['token-to-http', 'Asks for no token over http where https redirects there'],
    { endpoint: 'request-token', target: inTheOpen },
    { needs: ['three-legged'], at: 'secure' },
  ),
  leaksNothing(
    ['plaintext', 'Sends no PLAINTEXT to another origin to which a resource redirects'],
    { endpoint: 'resource', target: inTheOpen },
    { needs: ['fetch', 'plaintext'], at: 'secure', signatureMethod: 'PLAINTEXT' },
  ),
  check(
    {
      id: 'redirect.signed-anew',
      title: 'Signs anew what it sends where a redirect within the origin leads, if it follows',
      section: 'RFC 5849 3.4.1',
      needs: ['fetch'],
    },
    async ({ begin }) => {
      const scene = begin({ answers: { resource: redirecting(moved) } })
      const { second } = await followed(scene)
      if (second !== undefined) demandSigned(second, scene.signers)
    },
  ),
  check(
    {
      id: 'redirect.new-nonce',
      title: 'Uses a new nonce for it',
      section: NONCE,
      needs: ['fetch'],
    },
    async ({ begin }) => {
      const scene = begin({ answers: { resource: redirecting(moved) } })
      const { first, second } = await followed(scene)
      if (second === undefined) return
      const nonces = [first, second].map((received) => protocolValue(received, 'oauth_nonce') ?? '')
      demand(nonces[0] !== nonces[1], 'two nonces', nonces.join(', '))
    },
  ),
  check(
    {
      id: 'redirect.relative',
      title: 'Understands a relative address, if it follows',
      section: 'RFC 9110 10.2.2',
      level: 'SHOULD',
      needs: ['fetch'],
    },
    async ({ begin }) => {
      const scene = begin({ answers: { resource: redirecting(() => '/moved?y=2') } })
      const { status, error } = await scene.fetch()
      const isHanded = scene.received.length > 1 || status === 302
      demand(isHanded, 'the redirect followed, or its status 302', error ?? `status ${status ?? 0}`)
    },
  ),
  check(
    {
      id: 'redirect.token-parameters',
      title:
        'Sends oauth_callback again where the request for a Request Token is redirected, if it follows',
      section: 'RFC 5849 2.1',
      needs: ['three-legged'],
    },
    async ({ begin }) => {
      const scene = begin({ answers: { 'request-token': redirecting(moved) } })
      await scene.authorize()
      const [, second] = scene.received
      if (second === undefined) return
      const sent = protocolValue(second, 'oauth_callback') ?? 'none'
      demand(sent === CALLBACK, `oauth_callback ${CALLBACK}`, sent)
      demandSigned(second, scene.signers)
    },
  ),
  check(
    {
      id: 'redirect.endless',
      title: 'Gives up where redirects never end',
      section: 'RFC 9110 15.4',
      level: 'SHOULD',
      needs: ['fetch'],
    },
    async ({ begin }) => {
      const scene = begin({
        answers: {
          resource: (_received, { base, received }) =>
            received.length > MOST_REDIRECTS
              ? undefined
              : redirect(`${base}/api/photos?n=${received.length}`),
        },
      })
      await scene.fetch()
      const { length } = scene.received
      demand(length <= MOST_REDIRECTS, `at most ${MOST_REDIRECTS} requests`, String(length))
    },
  ),
]
