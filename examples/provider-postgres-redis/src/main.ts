import { parseArgs } from 'node:util'

import { DEFAULT_SEED } from '@oauthplus/example-photo-provider-express/seed'
import { startPhotoProvider } from '@oauthplus/example-photo-provider-express/start-photo-provider'
import type { PhotoProvider } from '@oauthplus/example-photo-provider-express/start-photo-provider'

import { checkSites } from './check-sites.js'
import { openServers } from './open-servers.js'
import type { Servers } from './open-servers.js'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    check: { type: 'boolean', default: false },
  },
})
// The values in docker-compose.yml. Real ones come only from the environment.
const urls = {
  databaseUrl: process.env.DATABASE_URL ?? 'postgres://photos:photos@127.0.0.1:5432/photos',
  redisUrl: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379',
}
const log = (line: string): void => {
  console.error(line)
}

try {
  if (values.check) await check()
  else await serve(Number(values.port))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function serve(port: number): Promise<void> {
  const servers = await openServers(urls)
  const site = await startPhotoProvider({ port, ...servers, log }).catch(async (error: unknown) => {
    await servers.close()
    throw error
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void site.close().then(() => servers.close()))
  }
  console.log(JSON.stringify(site.endpoints))
}

/** Starts the site twice, each with separate connections, like two processes. */
async function check(): Promise<void> {
  const opened: Servers[] = []
  const sites: PhotoProvider[] = []
  try {
    for (let process = 0; process < 2; process++) {
      const servers = await openServers(urls)
      opened.push(servers)
      sites.push(await startPhotoProvider({ port: 0, ...servers }))
    }
    const [consumer] = DEFAULT_SEED.consumers
    await checkSites(
      {
        sites: sites as [PhotoProvider, PhotoProvider],
        consumer: { key: consumer?.key ?? '', secret: consumer?.secret ?? '' },
      },
      console.log,
    )
    console.log('Two processes act as one.')
  } finally {
    await Promise.all(sites.map((site) => site.close()))
    await Promise.all(opened.map((servers) => servers.close()))
  }
}
