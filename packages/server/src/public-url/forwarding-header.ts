import type { ProviderRequest } from '../request.js'

const FORWARDING_HEADER =
  /^(?:forwarded|via|x-real-ip|x-forwarded-.*|x-(?:cluster-)?client-ip|true-client-ip|(?:cf-connecting|fly-client)-ip)$/i

/** Returns the names of the headers that proxies add to a request. */
export function listForwardingHeaders({
  headers,
}: Pick<ProviderRequest, 'headers'>): readonly string[] {
  const names = headers.map(([name]) => name).filter((name) => FORWARDING_HEADER.test(name))
  return [...new Set(names)]
}

/** Returns whether a request came through a proxy, or says so. */
export function isForwarded({ headers }: Pick<ProviderRequest, 'headers'>): boolean {
  return headers.some(([name]) => FORWARDING_HEADER.test(name))
}
