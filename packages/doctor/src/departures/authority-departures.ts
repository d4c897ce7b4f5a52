import type { DepartureContext, KnownDeparture } from '../departure.js'
import { findQuery } from '../signing-plan.js'
import type { SigningPlan } from '../signing-plan.js'
import { parseAuthority, findDefaultPort } from '../uri-parts.js'
import type { UriParts } from '../uri-parts.js'
import { listForwardedAuthorities, listForwardedPorts } from './forwarded.js'
import { decodeHost } from './punycode.js'
import { citeRfc } from './sections.js'
import { replaceUri } from './replace-uri.js'

/** All ways of writing so many are 81. */
const MAX_CAPITALIZED_LABELS = 4
const USUAL_PORTS = ['80', '443', '8080', '8443', '3000', '5000', '8000']

/** What goes wrong with the base string URI before its path. */
export const AUTHORITY_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'scheme-other',
    stage: 'uri',
    rarity: 1,
    title: 'The other scheme was signed: http in the place of https, or the reverse.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy that ends TLS'],
    remedy:
      'Both sides must use the scheme that the Consumer asked for. Behind a proxy, set the public URL of the Provider (publicUrl).',
    apply: (plan) => replaceUri(plan, { scheme: plan.uri.scheme === 'https' ? 'http' : 'https' }),
  },
  {
    id: 'host-other',
    stage: 'uri',
    rarity: 1,
    title: 'Another host was signed than the one that the server knows itself by.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy that changes the Host header'],
    remedy:
      'Both sides must use the host that the Consumer asked for. Set the public URL of the Provider (publicUrl), and let the proxy keep the Host header.',
    apply: (plan, context) =>
      listOtherAuthorities(plan, context).flatMap((uri) => replaceUri(plan, uri)),
  },
  {
    id: 'host-case',
    stage: 'uri',
    rarity: 2,
    title: 'Scheme or host were signed as they were typed, not in lower case.',
    section: citeRfc('3.4.1.2'),
    libraries: ['oauth-1.0a 2.2.6', '@hapi/bell 13.2.0', 'oauth1-signature 1.0.5'],
    remedy: 'Write scheme and host in lower case before signing.',
    apply: (plan, context) => restoreTypedAuthorities(plan, context),
  },
  {
    id: 'host-capitals',
    stage: 'uri',
    rarity: 3,
    title: 'Scheme or host were signed with capital letters.',
    section: citeRfc('3.4.1.2'),
    libraries: [
      'oauth-1.0a 2.2.6',
      'twitter-api-v2 1.29.1',
      '@hapi/bell 13.2.0',
      'ims-lti 3.0.2',
      'oauth1-signature 1.0.5',
    ],
    remedy: 'Write scheme and host in lower case before signing.',
    isExhaustive: true,
    apply: (plan) =>
      listCapitalizedHosts(plan.uri.host).flatMap((host) =>
        [plan.uri.scheme, plan.uri.scheme.toUpperCase()].flatMap((scheme) =>
          replaceUri(plan, { host, scheme }),
        ),
      ),
  },
  {
    id: 'host-unicode',
    stage: 'uri',
    rarity: 3,
    title: 'The host was signed in Unicode, not in its ASCII form (xn--).',
    section: citeRfc('3.4.1.2'),
    libraries: [
      'oauth-1.0a 2.2.6',
      '@hapi/bell 13.2.0',
      'oauth1-signature 1.0.5',
      'node-oauth1 1.3.0',
    ],
    remedy: 'Sign the host as the Host header names it, in ASCII.',
    apply: (plan) => {
      const host = decodeHost(plan.uri.host)
      return host === plan.uri.host ? [] : replaceUri(plan, { host })
    },
  },
  {
    id: 'host-without-brackets',
    stage: 'uri',
    rarity: 3,
    title: 'The address of IPv6 was signed without its brackets.',
    section: citeRfc('3.4.1.2'),
    libraries: ['oauth 0.10.2', 'oauth-signature 1.5.0', 'mastercard-oauth1-signer 1.2.0'],
    remedy: 'Keep the brackets of an IPv6 address.',
    apply: (plan) =>
      plan.uri.host.startsWith('[') ? replaceUri(plan, { host: plan.uri.host.slice(1, -1) }) : [],
  },
  {
    id: 'default-port-kept',
    stage: 'uri',
    rarity: 1,
    title: 'The default port was signed (:443 of https, :80 of http).',
    section: citeRfc('3.4.1.2'),
    libraries: [
      'oauth-1.0a 2.2.6',
      'request 2.88.2',
      '@hapi/bell 13.2.0',
      'ims-lti 3.0.2',
      'mastercard-oauth1-signer 1.2.0',
      'passport-http-oauth 0.1.3 (as a server)',
    ],
    remedy: 'Leave the default port of the scheme out of the base string.',
    apply: (plan) =>
      plan.uri.port === '' ? replaceUri(plan, { port: findDefaultPort(plan.uri.scheme) }) : [],
  },
  {
    id: 'port-dropped',
    stage: 'uri',
    rarity: 1,
    title: 'The port was left out, though it is not the default one.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy', 'dghubble/oauth1 0.7.3 (:80 and :443 of either scheme)'],
    remedy: 'Keep every port but the default one of the scheme.',
    apply: (plan) => (plan.uri.port === '' ? [] : replaceUri(plan, { port: '' })),
  },
  {
    id: 'port-other',
    stage: 'uri',
    rarity: 2,
    title: 'Another port was signed than the one that the server knows itself by.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy or in a container'],
    remedy: 'Both sides must use the port that the Consumer asked for (publicUrl).',
    apply: (plan, { headers }) =>
      [...listForwardedPorts(headers), ...USUAL_PORTS]
        // The default one has a departure of its own.
        .filter((port) => port !== plan.uri.port && port !== findDefaultPort(plan.uri.scheme))
        .flatMap((port) => replaceUri(plan, { port })),
  },
  {
    id: 'origin-left-out',
    stage: 'uri',
    rarity: 2,
    title: 'The URI was signed without its scheme, or without scheme and host.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers that sign the path of the request line'],
    remedy: 'Sign the whole URI: scheme, host, port if it is not the default one, and path.',
    apply: (plan) => [
      ...replaceUri(plan, { scheme: '' }),
      ...replaceUri(plan, { scheme: '', host: `//${plan.uri.host}` }),
      ...replaceUri(plan, { scheme: '', host: '', port: '' }),
    ],
  },
  {
    id: 'port-after-path',
    stage: 'uri',
    rarity: 3,
    title: 'The port was put behind the path or the query.',
    section: citeRfc('3.4.1.2'),
    libraries: ['request-oauth 1.0.1 (grant 5.4.24)'],
    remedy: 'Give this library URLs without a port, or sign with another one.',
    apply: (plan, { request }) => movePort(plan, findQuery(request.url)),
  },
]

function listOtherAuthorities(
  { uri }: SigningPlan,
  { headers, hosts }: DepartureContext,
): readonly Partial<UriParts>[] {
  const www = uri.host.startsWith('www.') ? uri.host.slice(4) : `www.${uri.host}`
  const isLoopback = uri.host === 'localhost' || uri.host === '127.0.0.1'
  const local = uri.host === 'localhost' ? '127.0.0.1' : 'localhost'
  const named = [...hosts, ...listForwardedAuthorities(headers)]
    .map((text) => parseAuthority(text.toLowerCase()))
    .filter((authority) => authority !== undefined)
    .map(({ host, port }) => ({ host, port: port === findDefaultPort(uri.scheme) ? '' : port }))
  const guessed = [www, ...(isLoopback ? [local] : [])].map((host) => ({ host, port: uri.port }))
  return [...named, ...guessed].filter(({ host }) => host !== uri.host)
}

function restoreTypedAuthorities(
  plan: SigningPlan,
  { typedUrl, headers }: DepartureContext,
): readonly SigningPlan[] {
  const [, scheme = '', authority = ''] = /^(https?):\/\/([^/?#]*)/i.exec(typedUrl) ?? []
  const hosts = [authority, ...listForwardedAuthorities(headers)]
    .map((text) => parseAuthority(text)?.host ?? '')
    .filter((host) => host !== plan.uri.host && host.toLowerCase() === plan.uri.host)
  const isTyped = scheme !== '' && scheme !== scheme.toLowerCase()
  return [
    ...hosts.flatMap((host) => replaceUri(plan, { host })),
    ...(isTyped ? replaceUri(plan, { scheme }) : []),
    ...(isTyped ? hosts.flatMap((host) => replaceUri(plan, { host, scheme })) : []),
    ...replaceUri(plan, { scheme: plan.uri.scheme.toUpperCase(), host: hosts[0] ?? plan.uri.host }),
  ]
}

/** Writes each label of a host in lower case, with a capital, or in capitals. */
function listCapitalizedHosts(host: string): readonly string[] {
  const labels = host.split('.')
  if (labels.length > MAX_CAPITALIZED_LABELS || !/[a-z]/.test(host)) return []
  return labels
    .reduce<readonly string[]>(
      (starts, label) => {
        const capitalized = label.charAt(0).toUpperCase() + label.slice(1)
        const written = new Set([label, capitalized, label.toUpperCase()])
        return starts.flatMap((start) => [...written].map((each) => `${start}.${each}`))
      },
      [''],
    )
    .map((dotted) => dotted.slice(1))
    .filter((each) => each !== host)
}

function movePort(plan: SigningPlan, query: string): readonly SigningPlan[] {
  const port = plan.uri.port === '' ? findDefaultPort(plan.uri.scheme) : plan.uri.port
  if (query === '') return replaceUri(plan, { port: '', suffix: `:${port}` })
  // It is then the end of the last value.
  const last = plan.parameters.map(({ place }) => place).lastIndexOf('query')
  const parameters = plan.parameters.map((parameter, index) =>
    index === last ? { ...parameter, value: `${parameter.value}:${port}` } : parameter,
  )
  return replaceUri({ ...plan, parameters }, { port: '' })
}
