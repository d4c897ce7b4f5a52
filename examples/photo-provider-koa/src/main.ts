import { runPhotoProvider } from '@oauthplus/example-photo-provider-express/run-photo-provider'

import { createPhotoSite } from './photo-site.js'

await runPhotoProvider('npm run provider -- --on koa', createPhotoSite)
