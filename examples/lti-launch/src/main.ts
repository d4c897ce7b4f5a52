import { parseArgs } from 'node:util'

import { checkLaunches } from './check-launches.js'
import { startSites } from './start-sites.js'

const { values } = parseArgs({
  options: {
    'platform-port': { type: 'string', default: '3000' },
    'tool-port': { type: 'string', default: '3001' },
    check: { type: 'boolean', default: false },
  },
})
const sites = await startSites({
  platformPort: values.check ? 0 : Number(values['platform-port']),
  toolPort: values.check ? 0 : Number(values['tool-port']),
  // A real secret comes only from the environment.
  consumer: {
    key: process.env.CONSUMER_KEY ?? 'platform',
    secret: process.env.CONSUMER_SECRET ?? 'shared-secret',
  },
})
if (values.check) {
  try {
    await checkLaunches(sites, console.log)
    console.log('Every launch got the expected response.')
  } catch (error) {
    console.error(String(error))
    process.exitCode = 1
  } finally {
    sites.close()
  }
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      sites.close()
    })
  }
  console.log(`Open ${sites.platformUrl}`)
}
