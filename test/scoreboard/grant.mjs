// Drives the package grant, by the core that all its handlers call; its session is the browser.
import { createRequire } from 'node:module'

import { drive } from './drive.mjs'

const require = createRequire(import.meta.url)
const createGrant = require('grant/lib/grant')
const { version } = require('grant/package.json')

drive({
  describe: () => ({ name: `grant ${version}`, features: ['three-legged', 'rsa-sha1'] }),
  async authorize(task) {
    const { location, session, state } = await grantOf(task)({
      method: 'GET',
      params: { provider: 'photos' },
      session: task.browser,
    })
    const output = state?.response ?? session.response
    if (output?.error || !/[?&]oauth_token=/.test(location ?? '')) {
      throw new Error(JSON.stringify(output ?? location))
    }
    return { url: location, browser: session }
  },
  async callback(task) {
    const { session, state } = await grantOf(task)({
      method: 'GET',
      params: { provider: 'photos', override: 'callback' },
      query: Object.fromEntries(new URL(task.url).searchParams),
      session: task.browser,
    })
    const output = state?.response ?? session.response
    if (output?.error) throw new Error(JSON.stringify(output.error))
    return { token: { key: output?.access_token, secret: output?.access_secret }, browser: session }
  },
})

function grantOf({ provider, consumer, signatureMethod, callback }) {
  const isRsa = signatureMethod.startsWith('RSA')
  return createGrant({
    config: {
      defaults: { origin: 'http://localhost:3000', transport: 'state' },
      photos: {
        oauth: 1,
        request_url: provider.requestTokenUrl,
        authorize_url: provider.authorizeUrl,
        access_url: provider.accessTokenUrl,
        key: consumer.key,
        secret: consumer.secret,
        ...(isRsa ? { private_key: consumer.privateKey } : {}),
        redirect_uri: callback,
      },
    },
  })
}
