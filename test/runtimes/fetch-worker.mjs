// The application on workerd, which knows no address: Cloudflare writes it into a header.
import { createApplication } from './fetch-application.mjs'

export default { fetch: createApplication({}) }
