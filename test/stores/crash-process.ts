// A provider in a separate process, on the store at a URL, that prints when it listens on a port.
import { startProviderApp } from '../provider-app.js'
import { openStore } from './open-store.js'

const [url = '', port = ''] = process.argv.slice(2)
const store = openStore(url)
await store.migrate()
const { origin } = await startProviderApp({ store }, Number(port))
process.send?.(origin)
