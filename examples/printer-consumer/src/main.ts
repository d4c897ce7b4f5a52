import { parseArgs } from 'node:util'

import { startPrinter } from './start-printer.js'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3001' },
    provider: { type: 'string', default: 'http://127.0.0.1:3000' },
  },
})
const printer = await startPrinter({
  port: Number(values.port),
  provider: {
    requestTokenUrl: `${values.provider}/oauth/request_token`,
    authorizeUrl: `${values.provider}/oauth/authorize`,
    accessTokenUrl: `${values.provider}/oauth/access_token`,
    photosUrl: `${values.provider}/photos`,
  },
  // The photo provider's own demonstration consumer; a real secret comes only from the environment.
  consumer: {
    key: process.env.CONSUMER_KEY ?? 'dpf43f3p2l4k3l03',
    secret: process.env.CONSUMER_SECRET ?? 'kd94hf93k423kf44',
  },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void printer.close())
}
console.log(`Open ${printer.origin}/`)
