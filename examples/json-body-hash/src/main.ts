import { parseArgs } from 'node:util'

import { checkBodies } from './check-bodies.js'
import { startApi } from './start-api.js'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    check: { type: 'boolean', default: false },
  },
})
// A real secret comes only from the environment.
const consumer = {
  key: process.env.CONSUMER_KEY ?? 'camera',
  secret: process.env.CONSUMER_SECRET ?? 'camera-secret',
}
const api = await startApi({ port: values.check ? 0 : Number(values.port), consumer })
if (values.check) {
  try {
    await checkBodies({ origin: api.origin, consumer }, console.log)
    console.log('Every body got the expected response.')
  } catch (error) {
    console.error(String(error))
    process.exitCode = 1
  } finally {
    api.close()
  }
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      api.close()
    })
  }
  console.log(`Albums are stored at ${api.origin}/albums/NAME`)
}
