// Runs the cases of a provider on fetch against a server that a command starts: `node fetch.mjs HOST COMMAND ARGUMENT…`,
// one line of JSON for each case, and one that says how the server shows the targets that servers rewrite.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

import { fetchCases, findRewriting } from './fetch-cases.mjs'

const [, , host, command, ...args] = process.argv
const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] })
try {
  const port = await Promise.race([portOf(server), failureOf(server)])
  for (const { name, run } of fetchCases({ port, hasPeerAddress: host !== 'workerd' })) {
    console.log(JSON.stringify({ name, ...(await outcomeOf(run)) }))
  }
  console.log(JSON.stringify({ rewriting: await findRewriting({ port }) }))
} finally {
  server.kill()
}

/** Reads the port: programs print it, and workerd writes it to a separate descriptor. */
async function portOf({ stdout, stdio }) {
  const first = (stream) =>
    new Promise((resolve) => {
      createInterface({ input: stream }).on('line', (line) => {
        const port = /^\d+$/.test(line) ? Number(line) : portIn(line)
        if (port !== undefined) resolve(port)
      })
    })
  return Promise.race([first(stdout), first(stdio[3])])
}

function portIn(line) {
  return line.startsWith('{') ? JSON.parse(line).port : undefined
}

function failureOf(started) {
  return new Promise((_resolve, reject) => {
    started.on('error', reject)
    started.on('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

async function outcomeOf(run) {
  try {
    await run()
    return { ok: true }
  } catch (error) {
    return { ok: false, error: String(error) }
  }
}
