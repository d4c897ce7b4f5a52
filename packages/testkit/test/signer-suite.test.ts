import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { isDeviation } from '../src/checks/report.js'
import { testSigner } from '../src/index.js'
import { commandOf, findPython } from '../../../test/interop/foreign-client.js'
import { createBaseSigner } from './mutants/base-signer.js'
import { SIGNER_MUTANTS } from './mutants/signer-mutants.js'

const SIGNER = fileURLToPath(new URL('signers/oauthlib_signer.py', import.meta.url))
const GUIDE = new URL('../../../docs/guide/conformance.md', import.meta.url)

it('finds nothing in the signatures of oauthplus', async () => {
  const { results, counts } = await testSigner(createBaseSigner())
  expect(results.filter(({ status }) => status !== 'passed')).toEqual([])
  expect(counts.passed).toBeGreaterThan(2200)
})

it.each(SIGNER_MUTANTS)('catches %s: a signer that %s', async (fault, _sentence, check) => {
  // With the base string and without it: both ways must find the fault.
  for (const silent of ['silent-about-base-string', '']) {
    const signer = createBaseSigner((name) => name === fault || name === silent)
    const [result] = (await testSigner(signer, { only: [check] })).results
    expect(result && isDeviation(result)).toBe(true)
    expect(result?.expected).not.toBe('the check to run')
  }
})

it('finds what is known of oauthlib, and nothing else', { timeout: 60_000 }, async (context) => {
  const python = commandOf(await findPython(), context)
  // The generated ones are right in oauthlib, for it has agreed when they were made.
  const { results } = await testSigner(`${python} ${JSON.stringify(SIGNER)}`, {
    only: ['published', 'tricky', 'hand-made', 'refused'],
  })
  expect(results.filter(isDeviation).map(({ id }) => id)).toEqual([
    'published.ruby-post-raw-text-as-form',
    'tricky.c25',
    'tricky.c43',
    'hand-made.path-ends-in-semicolon',
    'hand-made.path-semicolon-only',
    'hand-made.escape-not-utf8-query',
    'hand-made.escape-not-utf8-form',
    'hand-made.escape-not-utf8-name',
    'hand-made.escape-overlong',
    'hand-made.raw-brackets',
    'hand-made.raw-brackets-nested',
    'hand-made.raw-braces-and-pipe',
    'hand-made.raw-brackets-form',
    'refused.malformed-escape-query',
    'refused.malformed-escape-cut',
    'refused.malformed-escape-form',
    'refused.other-scheme',
  ])
})

it('shows the signer of oauthlib in the guide as it is tested here', () => {
  expect(readFileSync(GUIDE, 'utf8')).toContain(readFileSync(SIGNER, 'utf8'))
})
