import { headerValues } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'

const MAX_VALUES = 4

/**
 * Returns the authorities in the headers of a request, including headers that a client can forge.
 */
export function listForwardedAuthorities(headers: HeaderList): readonly string[] {
  return [
    ...splitHeader(headers, 'x-forwarded-host'),
    ...headerValues(headers, 'forwarded').flatMap((value) =>
      Array.from(value.matchAll(/host="?([^";,]+)/gi), (match) => match[1] ?? ''),
    ),
    ...splitHeader(headers, 'x-original-host'),
    ...splitHeader(headers, 'host'),
  ].slice(0, MAX_VALUES)
}

/** Returns the schemes in the headers of a request. */
export function listForwardedSchemes(headers: HeaderList): readonly string[] {
  const named = [
    ...['x-forwarded-proto', 'x-forwarded-protocol', 'x-forwarded-scheme', 'x-url-scheme'].flatMap(
      (name) => splitHeader(headers, name),
    ),
    ...headerValues(headers, 'forwarded').flatMap((value) =>
      Array.from(value.matchAll(/proto="?([a-z]+)/gi), (match) => match[1] ?? ''),
    ),
    ...['x-forwarded-ssl', 'front-end-https'].flatMap((name) =>
      splitHeader(headers, name).map((value) => (/^on$/i.test(value) ? 'https' : 'http')),
    ),
  ]
  return named.map((scheme) => scheme.toLowerCase()).filter((scheme) => /^https?$/.test(scheme))
}

/** Returns the ports in the headers of a request. */
export function listForwardedPorts(headers: HeaderList): readonly string[] {
  const named = listForwardedAuthorities(headers).map((text) => /:(\d+)$/.exec(text)?.[1] ?? '')
  return [...splitHeader(headers, 'x-forwarded-port'), ...named].filter((port) =>
    /^\d+$/.test(port),
  )
}

/** Returns the path prefixes in the headers of a request. */
export function listForwardedPrefixes(headers: HeaderList): readonly string[] {
  return ['x-forwarded-prefix', 'x-forwarded-path', 'x-script-name']
    .flatMap((name) => splitHeader(headers, name))
    .slice(0, MAX_VALUES)
}

function splitHeader(headers: HeaderList, name: string): readonly string[] {
  return headerValues(headers, name)
    .flatMap((value) => value.split(',', MAX_VALUES))
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .slice(0, MAX_VALUES)
}
