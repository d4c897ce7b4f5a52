import type { DepartureContext, KnownDeparture } from '../departure.js'
import type { SigningPlan } from '../signing-plan.js'
import { findDefaultPort, parseAuthority } from '../uri-parts.js'
import type { UriParts } from '../uri-parts.js'
import {
  listForwardedAuthorities,
  listForwardedPorts,
  listForwardedPrefixes,
  listForwardedSchemes,
} from './forwarded.js'
import { citeRfc } from './sections.js'

const MAX_URIS = 48

/** Mistakes in several parts of the URI at once. */
export const FORWARDED_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'public-url-unknown',
    stage: 'uri',
    rarity: 1,
    title: 'The public URL was signed, not the URL behind the proxy.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy that changes the scheme, host and path'],
    remedy: 'Set the public URL of the provider, with scheme, host and prefix (publicUrl).',
    apply: (plan, context) =>
      listPublicUris(plan.uri, context)
        .filter((uri) => countChanges(plan.uri, uri) > 1)
        .slice(0, MAX_URIS)
        .map((uri): SigningPlan => ({ ...plan, uri })),
  },
]

function listPublicUris(
  uri: UriParts,
  { headers, hosts, prefixes }: DepartureContext,
): readonly UriParts[] {
  const ports = listForwardedPorts(headers)
  const authorities = [...listForwardedAuthorities(headers), ...hosts]
    .map((text) => parseAuthority(text.toLowerCase()))
    .filter((authority) => authority !== undefined)
    .flatMap(({ host, port }) => [port, ...ports].map((each) => ({ host, port: each })))
  const paths = [...listForwardedPrefixes(headers), ...prefixes].map(
    (prefix) => `/${prefix.replace(/^\//, '').replace(/\/$/, '')}${uri.path}`,
  )
  const schemes = new Set([...listForwardedSchemes(headers), uri.scheme])
  return [...schemes].flatMap((scheme) =>
    [...authorities, { host: uri.host, port: uri.port }].flatMap(({ host, port }) =>
      [...paths, uri.path].map((path) => {
        const isDefault = port === findDefaultPort(scheme)
        return { ...uri, scheme, host, port: isDefault ? '' : port, path }
      }),
    ),
  )
}

/** A host and its port count as one part. */
function countChanges(from: UriParts, to: UriParts): number {
  const changes = [
    from.scheme !== to.scheme,
    from.host !== to.host || from.port !== to.port,
    from.path !== to.path,
  ]
  return changes.filter(Boolean).length
}
