import type { DepartureContext, KnownDeparture } from '../departure.js'
import { findQuery } from '../signing-plan.js'
import type { SigningPlan } from '../signing-plan.js'
import { parseAuthority, findDefaultPort } from '../uri-parts.js'
import type { UriParts } from '../uri-parts.js'
import { listForwardedAuthorities, listForwardedPorts } from './forwarded.js'
import { decodeHost } from './punycode.js'
import { citeRfc } from './sections.js'
import { replaceUri } from './replace-uri.js'

/** 81 ways to write that many labels. */
const MAX_CAPITALIZED_LABELS = 4
const USUAL_PORTS = ['80', '443', '8080', '8443', '3000', '5000', '8000']

/** Mistakes in the base string URI before its path. */
export const AUTHORITY_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'scheme-other',
    stage: 'uri',
    rarity: 1,
    title: 'The wrong scheme was signed: http instead of https, or the reverse.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy that terminates TLS'],
    remedy:
      'Both sides must use the scheme of the requested URL. Behind a proxy, set the public URL of the provider (publicUrl).',
    apply: (plan) => replaceUri(plan, { scheme: plan.uri.scheme === 'https' ? 'http' : 'https' }),
  },
  {
    id: 'host-other',
    stage: 'uri',
    rarity: 1,
    title: 'The signed host is not the one that the server uses.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy that changes the Host header'],
    remedy:
      'Both sides must use the host of the requested URL. Set the public URL of the provider (publicUrl), and configure the proxy to keep the Host header.',
    apply: (plan, context) =>
      listOtherAuthorities(plan, context).flatMap((uri) => replaceUri(plan, uri)),
  },
  {
    id: 'host-case',
    stage: 'uri',
    rarity: 2,
    title: 'The scheme or the host was signed as it was typed, not in lower case.',
    section: citeRfc('3.4.1.2'),
    libraries: ['oauth-1.0a 2.2.6', '@hapi/bell 13.2.0', 'oauth1-signature 1.0.5'],
    remedy: 'Convert the scheme and the host to lower case before signing.',
    apply: (plan, context) => restoreTypedAuthorities(plan, context),
  },
  {
    id: 'host-capitals',
    stage: 'uri',
    rarity: 3,
    title: 'The scheme or the host was signed with capital letters.',
    section: citeRfc('3.4.1.2'),
    libraries: [
      'oauth-1.0a 2.2.6',
      'twitter-api-v2 1.29.1',
      '@hapi/bell 13.2.0',
      'ims-lti 3.0.2',
      'oauth1-signature 1.0.5',
    ],
    remedy: 'Convert the scheme and the host to lower case before signing.',
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
    remedy: 'Sign the ASCII form of the host, as in the Host header.',
    apply: (plan) => {
      const host = decodeHost(plan.uri.host)
      return host === plan.uri.host ? [] : replaceUri(plan, { host })
    },
  },
  {
    id: 'host-without-brackets',
    stage: 'uri',
    rarity: 3,
    title: 'The IPv6 address was signed without its brackets.',
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
    remedy: 'Omit the default port of the scheme from the base string.',
    apply: (plan) =>
      plan.uri.port === '' ? replaceUri(plan, { port: findDefaultPort(plan.uri.scheme) }) : [],
  },
  {
    id: 'port-dropped',
    stage: 'uri',
    rarity: 1,
    title: 'The port was omitted, although it is not the default port.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy', 'dghubble/oauth1 0.7.3 (:80 and :443 of either scheme)'],
    remedy: 'Include every port except the default port of the scheme.',
    apply: (plan) => (plan.uri.port === '' ? [] : replaceUri(plan, { port: '' })),
  },
  {
    id: 'port-other',
    stage: 'uri',
    rarity: 2,
    title: 'The signed port is not the one that the server uses.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy or in a container'],
    remedy: 'Both sides must use the port of the requested URL (publicUrl).',
    apply: (plan, { headers }) =>
      [...listForwardedPorts(headers), ...USUAL_PORTS]
        // Another departure handles the default port.
        .filter((port) => port !== plan.uri.port && port !== findDefaultPort(plan.uri.scheme))
        .flatMap((port) => replaceUri(plan, { port })),
  },
  {
    id: 'origin-left-out',
    stage: 'uri',
    rarity: 2,
    title: 'The URI was signed without its scheme, or without its scheme and host.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers that sign the path of the request line'],
    remedy: 'Sign the whole URI: scheme, host, port if it is not the default port, and path.',
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
    title: 'The port was appended to the path or the query.',
    section: citeRfc('3.4.1.2'),
    libraries: ['request-oauth 1.0.1 (grant 5.4.24)'],
    remedy: 'Use URLs without a port with this library, or use another library.',
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

/** Writes each label of a host in lower case, capitalized, or in upper case. */
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
  // It is then part of the last value.
  const last = plan.parameters.map(({ place }) => place).lastIndexOf('query')
  const parameters = plan.parameters.map((parameter, index) =>
    index === last ? { ...parameter, value: `${parameter.value}:${port}` } : parameter,
  )
  return replaceUri({ ...plan, parameters }, { port: '' })
}
