// Lints one part of the repository per process. The types of the whole repository do not fit into one heap.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const folders = [...readdirSync('packages').map((name) => `packages/${name}`), 'examples', 'test']
const rest = ['.', ...folders.flatMap((folder) => ['--ignore-pattern', `${folder}/`])]
const waiting = [rest, ...folders.map((folder) => [folder])]

await Promise.all(Array.from({ length: availableParallelism() }, lintWaiting))

async function lintWaiting() {
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const status = await eslint(part)
    if (status !== 0) process.exitCode = 1
  }
}

function eslint(part) {
  const child = spawn('npx', ['eslint', ...part, '--max-warnings', '0'], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', resolve)
  })
}
