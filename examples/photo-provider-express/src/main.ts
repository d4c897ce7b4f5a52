import { runPhotoProvider } from './run-photo-provider.js'

await runPhotoProvider('npm run provider --')
