import { argumentError } from '@oauthplus/core/internal'
import { createClient, createCluster, createSentinel } from 'redis'

import type { RedisClient } from './redis-client.js'

// redis[s]-cluster://[user:password@]host[:port],…
// redis[s]-sentinel://[user:password@]host[:port],…/group
const MULTIPLE_HOSTS =
  /^(redis|rediss)-(cluster|sentinel):\/\/(?:([^@/]*)@)?([^@/?#]+)(?:\/([^/?#]*))?$/
const MAX_PAUSE_MILLISECONDS = 1000

/**
 * Creates a function that creates a client for a URL: `redis:` and `rediss:` for one server, `redis-cluster:` for
 * a Cluster, `redis-sentinel:` for what Sentinels watch, with more than one host. Calls are never
 * kept until a server is back: they have been rejected by then.
 */
export function createClientFactory(url: string, timeoutSeconds: number): () => RedisClient {
  const shared = {
    disableOfflineQueue: true,
    socket: {
      connectTimeout: Math.ceil(timeoutSeconds * 1000),
      reconnectStrategy: (retries: number) =>
        Math.min(50 * 2 ** Math.min(retries, 10), MAX_PAUSE_MILLISECONDS),
    },
  }
  if (/^rediss?:\/\//.test(url) && URL.canParse(url)) {
    return () => createClient({ url, ...shared })
  }
  const [, scheme, kind, login, hosts = '', group = ''] = MULTIPLE_HOSTS.exec(url) ?? []
  const nodes = hosts.split(',').map((host) => `redis://${host}`)
  const isComplete = kind === 'cluster' ? group === '' : group !== ''
  if (kind === undefined || !isComplete || !nodes.every((node) => URL.canParse(node))) {
    // The URL may contain a password.
    throw argumentError(
      'clientOrUrl must be redis://host, redis-cluster://host,host or redis-sentinel://host,host/group; rediss for TLS',
    )
  }
  const options = {
    ...shared,
    ...parseLogin(login),
    ...(scheme === 'rediss' ? { socket: { ...shared.socket, tls: true as const } } : {}),
  }
  if (kind === 'cluster') {
    return () =>
      createCluster({
        rootNodes: nodes.map((node) => ({
          url: scheme === 'rediss' ? `rediss${node.slice(5)}` : node,
        })),
        defaults: options,
      })
  }
  const sentinelRootNodes = nodes.map((node) => {
    const { hostname, port } = new URL(node)
    return { host: hostname, port: port === '' ? 26_379 : Number(port) }
  })
  return () => createSentinel({ name: group, sentinelRootNodes, nodeClientOptions: options })
}

function parseLogin(login: string | undefined): { username?: string; password?: string } {
  if (login === undefined) return {}
  const colon = login.indexOf(':')
  const [username, password] =
    colon < 0 ? [login, undefined] : [login.slice(0, colon), login.slice(colon + 1)]
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === undefined ? {} : { password: decodeURIComponent(password) }),
  }
}
