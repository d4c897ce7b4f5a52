import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { isDeviation } from '../../packages/testkit/src/checks/report.js'
import { RSA_PUBLIC_KEY, scoreProvider, SCORED_PROVIDERS } from './providers.js'

let directory: string
let keyFile: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'oauthplus-scoreboard-'))
  keyFile = join(directory, 'public.pem')
  writeFileSync(keyFile, RSA_PUBLIC_KEY)
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

for (const provider of SCORED_PROVIDERS) {
  it(
    `finds what is known of a provider made with ${provider.name}`,
    {
      timeout: 60_000,
    },
    async ({ skip }) => {
      const report = await scoreProvider(provider, keyFile, {
        only: [...provider.known, 'verify.right'],
      })
      if ('missing' in report) {
        console.warn(`Skipped: ${report.missing}`)
        return skip(report.missing)
      }
      const { results } = report
      const departed = results.filter(isDeviation)
      expect(departed.map(({ id }) => id)).toEqual(expect.arrayContaining([...provider.known]))
      expect(results.find(({ id }) => id === 'verify.right')?.status).toBe('passed')
      // Each failure is the library's, not one of a provider that could not be reached.
      for (const { expected } of departed) expect(expected).not.toBe('the check to run')
    },
  )
}
