import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { signRequest } from '@oauthplus/core'
import { sqliteStore } from '@oauthplus/store-sqlite'
import Database from 'libsql'
import { expect, it, onTestFinished } from 'vitest'

import {
  accessToken,
  fetchSigned,
  problemCode,
  send,
  startProviderApp,
} from '../../../test/provider-app.js'

it('responds with 503 while another process locks the file, and works again after it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'oauthplus-sqlite-'))
  const file = join(directory, 'oauth.db')
  const store = sqliteStore(file, { purgeEverySeconds: false, busyTimeoutSeconds: 0.01 })
  await store.migrate()
  const app = await startProviderApp({ store })
  const other = new Database(file)
  onTestFinished(async () => {
    await app.close()
    await store.close()
    other.close()
    rmSync(directory, { recursive: true })
  })
  const { consumer, origin } = app
  const token = await accessToken(app)
  const echo = await signRequest({ method: 'GET', url: `${origin}/echo` }, { consumer, token })

  other.exec('BEGIN IMMEDIATE')
  for (let attempt = 0; attempt < 3; attempt++) {
    const refused = await fetchSigned(echo)
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  const requestToken = { method: 'POST', url: `${origin}/oauth/request_token` }
  expect((await send(requestToken, { consumer }, { callback: 'oob' })).status).toBe(503)
  other.exec('COMMIT')

  // The nonce of the refused request was not recorded.
  expect((await fetchSigned(echo)).status).toBe(200)
  expect(await problemCode(await fetchSigned(echo))).toBe('nonce_used')
  expect((await send(requestToken, { consumer }, { callback: 'oob' })).status).toBe(200)
})
