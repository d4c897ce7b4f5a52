import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { CREDENTIALS, REQUEST } from './fixture.mjs'

const PROGRAM = fileURLToPath(new URL('oauthlib_work.py', import.meta.url))
// Debian's packages require Debian's Python, which may not be the first on the PATH.
const PYTHONS = ['/usr/bin/python3', 'python3']

/** Returns a row for Python's oauthlib in a separate process, or none if it is not installed. */
export async function createOauthlibRow(work, authorization) {
  const python = PYTHONS.find((command) => readVersion(command) !== undefined)
  if (python === undefined) {
    console.error('Python’s oauthlib is not installed, and omitted.')
    return []
  }
  const child = spawn(
    python,
    [PROGRAM, JSON.stringify({ work, ...CREDENTIALS, ...REQUEST, authorization })],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const measure = async () => {
    child.stdin.write('\n')
    const { value, done } = await lines.next()
    if (done) throw new Error('oauthlib did not do the work')
    return Number(value)
  }
  const name = `Python’s oauthlib ${readVersion(python)}`
  return [{ name, peer: true, measure, check: measure, close: () => child.stdin.end() }]
}

function readVersion(command) {
  const told = spawnSync(command, ['-c', 'import oauthlib; print(oauthlib.__version__)'])
  return told.status === 0 ? String(told.stdout).trim() : undefined
}
