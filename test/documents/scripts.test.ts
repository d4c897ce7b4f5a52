import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const SCRIPTS = new URL('../../scripts/', import.meta.url)
const programs = readdirSync(SCRIPTS, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.json'))
  .map(({ parentPath, name }) => relative(fileURLToPath(SCRIPTS), join(parentPath, name)))

it.each(programs)('scripts/%s opens with a sentence that says why it exists', (name) => {
  const text = readFileSync(new URL(name, SCRIPTS), 'utf8')
  const [first = '', ...rest] = text.replace(/^#!.*\n/, '').split('\n')
  const comment = [first, ...rest.slice(0, 3)].filter((line) => /^(?:\/\/|#) /.test(line)).join(' ')
  expect(first).toMatch(/^(?:\/\/|#) .{30}/)
  expect(comment).toMatch(/\.$|\. /)
})
