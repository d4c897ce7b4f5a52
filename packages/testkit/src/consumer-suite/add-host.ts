import { getHeaderValues } from '../reference/index.js'
import type { WireMessage } from '../reference/index.js'

/** Adds the Host of a URL to a request without Host: HTTP/1.0 does not require the header. */
export function addHost(message: WireMessage, url: string): WireMessage {
  if (getHeaderValues(message, 'host').length > 0 || !URL.canParse(url)) return message
  return { ...message, headers: [...message.headers, ['Host', new URL(url).host]] }
}
