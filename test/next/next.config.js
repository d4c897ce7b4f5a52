import { fileURLToPath } from 'node:url'

export default {
  basePath: '/v1',
  distDir: 'node_modules/.cache/site',
  // Next.js would send every request to a path with a slash at the end elsewhere.
  skipTrailingSlashRedirect: true,
  turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) },
}
