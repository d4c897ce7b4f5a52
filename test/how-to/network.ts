import type { FetchFunction } from '@oauthplus/client'
import { dispatcherFetch } from '@oauthplus/client/undici'
import { Agent, EnvHttpProxyAgent, ProxyAgent } from 'undici'

/** Sends through one proxy. */
export const throughProxy = (proxyUrl: string): FetchFunction =>
  dispatcherFetch(new ProxyAgent(proxyUrl))

/** Sends as the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. */
export const throughProxyOfEnvironment = (): FetchFunction =>
  dispatcherFetch(new EnvHttpProxyAgent())

/** Trusts your certificate authority, in PEM. */
export const withAuthority = (ca: string): FetchFunction =>
  dispatcherFetch(new Agent({ connect: { ca } }))
