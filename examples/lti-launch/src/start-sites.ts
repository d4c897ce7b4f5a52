import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createNonceMemory } from './create-nonce-memory.js'
import { createPlatform } from './platform.js'
import { createTool } from './tool.js'
import type { Tool } from './verify-launch.js'

/** The options of `startSites`. */
export interface StartSitesOptions {
  /** The port of the platform on 127.0.0.1, or 0 for a free one. */
  readonly platformPort: number
  /** The port of the tool on 127.0.0.1, or 0 for a free one. */
  readonly toolPort: number
  /** The key and the secret that the platform and the tool share. */
  readonly consumer: { readonly key: string; readonly secret: string }
  /** Changes to the tool. */
  readonly tool?: Partial<Tool> | undefined
}

/** The running platform and tool. */
export interface Sites {
  readonly platformUrl: string
  readonly launchUrl: string
  /** Closes both. */
  close(): void
}

/** Starts a learning platform and its tool on 127.0.0.1, as two sites of different owners. */
export async function startSites(options: StartSitesOptions): Promise<Sites> {
  const { consumer } = options
  const platform = await listen(options.platformPort)
  const tool = await listen(options.toolPort)
  const launchUrl = `${getOrigin(tool)}/launch`
  const getNowSeconds = (): number => Math.floor(Date.now() / 1000)
  platform.on('request', createPlatform({ launchUrl, consumer }))
  tool.on(
    'request',
    createTool({
      launchUrl,
      secretsOf: (key) => (key === consumer.key ? [consumer.secret] : []),
      recordNonce: createNonceMemory(getNowSeconds),
      nowSeconds: getNowSeconds,
      ...options.tool,
    }),
  )
  return {
    platformUrl: `${getOrigin(platform)}/`,
    launchUrl,
    close() {
      for (const server of [platform, tool]) {
        server.close()
        server.closeIdleConnections()
      }
    },
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function getOrigin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
