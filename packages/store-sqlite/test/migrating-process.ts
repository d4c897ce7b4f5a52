import { once } from 'node:events'

import { sqliteStore } from '../src/index.js'

// Says that it is ready, and migrates when it is told to, at the same moment as the others.
const store = sqliteStore(process.argv[2] ?? '', { purgeEverySeconds: false })
process.stdout.write('ready')
await once(process.stdin, 'data')
await store.migrate()
await store.close()
