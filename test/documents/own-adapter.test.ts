import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { expect, it } from 'vitest'

import { fetchPhotosAsJane } from '../published/adapter-programs.js'
import { importProgram } from './import-program.js'

interface Program {
  readonly site: Server
  readonly provider: {
    readonly consumers: {
      register(options: object): Promise<{ readonly key: string; readonly secret: string }>
    }
  }
}

it('the adapter of the guide serves a whole flow on node:http', async (context) => {
  const { site, provider } = await importProgram<Program>({
    page: 'docs/guide/own-adapter.md',
    parts: ['createAdapter(provider, options', 'createServer('],
    before: `export { provider } from '../given/any-page.js'
import { getLoginUrl, getUserId, photosOf, provider } from '../given/any-page.js'`,
  })
  const { key, secret } = await provider.consumers.register({
    name: 'Printer',
    callbacks: ['https://printer.example/cb'],
  })
  await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
  context.onTestFinished(() => void site.close())
  const { port } = site.address() as AddressInfo
  expect((await fetch(`http://127.0.0.1:${port}/photos`)).status).toBe(401)
  expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404)
  expect(await fetchPhotosAsJane(port, { key, secret })).toEqual(["Jane's vacation"])
})
