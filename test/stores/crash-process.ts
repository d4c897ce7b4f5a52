// A provider in a process of its own, on the store at a URL, that listens on a port. Says so when it does.
import { startProviderApp } from '../provider-app.js'
import { openStore } from './open-store.js'

const [url = '', port = ''] = process.argv.slice(2)
const store = openStore(url)
await store.migrate()
const { origin } = await startProviderApp({ store }, Number(port))
process.send?.(origin)
