import { once } from 'node:events'

import { sqliteStore } from '../src/index.js'

// Prints that it is ready, and migrates on a message, at the same moment as the others.
const store = sqliteStore(process.argv[2] ?? '', { purgeEverySeconds: false })
process.stdout.write('ready')
await once(process.stdin, 'data')
await store.migrate()
await store.close()
