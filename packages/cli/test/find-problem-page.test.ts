import { readFileSync } from 'node:fs'

import { PROBLEMS } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { findProblemPage } from '../src/output/find-problem-page.js'

const GUIDE = readFileSync(new URL('../../../docs/guide/problems.md', import.meta.url), 'utf8')

it.each(Object.entries(PROBLEMS))('the guide has the section of %s', (code, { status }) => {
  expect(findProblemPage(code, 'file:///docs')).toBe(
    `file:///docs/documents/Errors.html#${code}-${status}`,
  )
  expect(GUIDE).toContain(`\n### ${code}, ${status}\n`)
})

it.each([
  ['signature_invalid', undefined],
  ['signature_invalid', 'docs'],
  ['signature_invalid', 'javascript:alert(1)//'],
  ['signature_invalid', 'http://['],
  ['code_of_another_server', 'https://docs.example'],
  ['toString', 'https://docs.example'],
])('there is no page of %s in %s', (code, documentation) => {
  expect(findProblemPage(code, documentation)).toBeUndefined()
})
