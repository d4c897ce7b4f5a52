import { signRequest } from '@oauthplus/core'
import type { SignedRequest, SignRequestOptions, UnsignedRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { Provider, ProviderEvent, ProviderOptions } from '@oauthplus/server'

/** A user of the site. */
export interface SiteUser {
  readonly id: string
}

/** A provider with a consumer and a token, and requests that this consumer signs. */
export interface Site {
  readonly provider: Provider<SiteUser>
  readonly events: readonly ProviderEvent[]
  /** Signs a request to the site. */
  sign(
    request: Pick<UnsignedRequest, 'body' | 'headers'> & {
      readonly method?: string
      readonly url?: string
    },
    options?: SignRequestOptions,
  ): Promise<SignedRequest>
}

/** The public origin of the site. */
export const ORIGIN = 'https://photos.example'

const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }

/** Creates a provider, at a fixed public URL unless the options say otherwise. */
export async function startSite(options: Partial<ProviderOptions<SiteUser>> = {}): Promise<Site> {
  const events: ProviderEvent[] = []
  const provider = createProvider<SiteUser>({
    publicUrl: ORIGIN,
    store: memoryStore(),
    findUser: (id) => ({ id }),
    on: (event) => events.push(event),
    ...options,
  })
  await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: ['oob'] })
  const token = await provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane' })
  return {
    provider,
    events,
    sign: ({ method = 'GET', url = `${ORIGIN}/photos`, ...request }, signing) =>
      signRequest({ method, url, ...request }, { consumer, token }, signing),
  }
}

/** Makes a `Request` of what was signed, with changes. */
export function requestOf(
  { method, url, headers, body }: SignedRequest,
  { url: sentTo = url, headers: added = [], ...changes }: RequestChanges = {},
): Request {
  return new Request(sentTo, {
    method,
    headers: [...headers.map(([name, value]): [string, string] => [name, value]), ...added],
    ...(typeof body === 'string' ? { body } : {}),
    duplex: 'half',
    ...changes,
  } as RequestInit)
}

/** The changes to a request after it was signed. */
export interface RequestChanges {
  readonly url?: string
  readonly headers?: readonly [name: string, value: string][]
  readonly body?: BodyInit
  readonly signal?: AbortSignal
}
