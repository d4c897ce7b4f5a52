import { expect, it } from 'vitest'

import { diagnose, formatDiagnosis } from '../src/index.js'
import { SECRETS, send } from './planted-signer.js'
import { PLANTS } from './plants.js'

const KEYS = { secrets: [SECRETS.consumerSecret], tokenSecrets: [SECRETS.tokenSecret] }
const MOST_LINES = 11
// A base string with 30 parameters that no request has, one of which would begin a line.
const OTHER = `GET&https%3A%2F%2Fother.example%2F&${Array.from(
  { length: 30 },
  (_, index) => `line%250A${index}%3D1`,
).join('%26')}`

function linesOf(text: string): readonly string[] {
  return text.split('\n')
}

it.each(PLANTS)('writes the cause $id first, in at most 11 lines', async (plant) => {
  const { consumerSecret, tokenSecret } = plant.secrets ?? SECRETS
  const { prefixes, otherSecrets } = plant
  const request = send(plant.sample, plant.plant, plant.secrets)
  const keys = { secrets: [consumerSecret], tokenSecrets: [tokenSecret], otherSecrets }
  const diagnosis = await diagnose(request, keys, { prefixes })
  const lines = linesOf(formatDiagnosis(diagnosis, { brief: true }))
  expect(lines.length).toBeLessThanOrEqual(MOST_LINES)
  expect(lines[0]).toMatch(/\[[a-z0-9-]+\]$/)
  expect(lines[1]).toMatch(/^ {2}Remedy: .+section \d/)
  const compared = await diagnose(request, keys, { prefixes, expectedBaseString: OTHER })
  const both = linesOf(formatDiagnosis(compared, { brief: true }))
  expect(both.length).toBeLessThanOrEqual(MOST_LINES)
  expect(both).toEqual(expect.arrayContaining([...lines]))
})

it('writes what was ruled out, and both base strings, only in full', async () => {
  const sample = { method: 'GET', url: 'https://photos.example/photos?size=large' }
  const unexplained = await diagnose(send(sample), { ...KEYS, secrets: ['another'] })
  expect(formatDiagnosis(unexplained)).toContain('Ruled out:')
  expect(linesOf(formatDiagnosis(unexplained, { brief: true }))).toEqual([unexplained.summary])

  const explained = await diagnose(
    send(sample, (signer) => ({ ...signer, query: [] })),
    KEYS,
  )
  expect(formatDiagnosis(explained)).toContain('was signed:')
  expect(formatDiagnosis(explained, { brief: true })).not.toContain('was signed:')
})
