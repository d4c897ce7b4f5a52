import { expect, it } from 'vitest'

import { coreOn, PLATFORMS } from './platforms.js'

const BASE_STRING = 'GET&https%3A%2F%2Fphotos.example%2F&'
const SECRETS = { consumerSecret: '', tokenSecret: '', signingKey: '&' }

it.each(PLATFORMS)('HMAC-SHA1 on %s verifies its own signature only', async (platform) => {
  const { HMAC_SHA1 } = await coreOn(platform)
  const keys = { ...SECRETS, signingKey: 'secret&' }
  const signature = await HMAC_SHA1.sign(BASE_STRING, keys)
  expect(await HMAC_SHA1.verify({ baseString: BASE_STRING, signature }, keys)).toBe(true)
  expect(await HMAC_SHA1.verify({ baseString: BASE_STRING, signature }, SECRETS)).toBe(false)
})
