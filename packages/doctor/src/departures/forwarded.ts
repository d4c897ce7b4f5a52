import { headerValues } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'

const MOST_VALUES = 4

/** Gives the authorities that the headers of a request name, whoever wrote them. */
export function forwardedAuthorities(headers: HeaderList): readonly string[] {
  return [
    ...listed(headers, 'x-forwarded-host'),
    ...headerValues(headers, 'forwarded').flatMap((value) =>
      Array.from(value.matchAll(/host="?([^";,]+)/gi), (match) => match[1] ?? ''),
    ),
    ...listed(headers, 'x-original-host'),
    ...listed(headers, 'host'),
  ].slice(0, MOST_VALUES)
}

/** Gives the ports that the headers of a request name. */
export function forwardedPorts(headers: HeaderList): readonly string[] {
  const named = forwardedAuthorities(headers).map((text) => /:(\d+)$/.exec(text)?.[1] ?? '')
  return [...listed(headers, 'x-forwarded-port'), ...named].filter((port) => /^\d+$/.test(port))
}

/** Gives the beginnings of paths that the headers of a request name. */
export function forwardedPrefixes(headers: HeaderList): readonly string[] {
  return ['x-forwarded-prefix', 'x-forwarded-path', 'x-script-name']
    .flatMap((name) => listed(headers, name))
    .slice(0, MOST_VALUES)
}

function listed(headers: HeaderList, name: string): readonly string[] {
  return headerValues(headers, name)
    .flatMap((value) => value.split(',', MOST_VALUES))
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .slice(0, MOST_VALUES)
}
