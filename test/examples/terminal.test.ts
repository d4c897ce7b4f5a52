import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { startPhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import { findProgram } from '../find-program.js'
import { commandOf } from '../interop/foreign-client.js'
import { exampleCommand } from './run-example.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

it(
  'the desktop application shows no password that is typed',
  { timeout: 60_000 },
  async (context) => {
    // It gives a program a terminal even if the tests have none; on other systems it takes other options.
    const found =
      process.platform === 'linux'
        ? findProgram(['script'], { debianPackage: 'bsdutils' })
        : { missing: 'no script(1) of Linux here' }
    const script = commandOf(found, context)
    const provider = await startPhotoProvider({
      port: 0,
      seed: {
        consumers: [{ key: 'dpf43f3p2l4k3l03', secret: 's', name: 'Desktop', allowXauth: true }],
        users: [{ username: 'jane', password: 'open sesame' }],
      },
    })
    context.onTestFinished(() => provider.close())
    const [command, args] = exampleCommand('xauth-desktop', ['--origin', provider.origin])
    const line = [command, ...args].map((part) => `'${part}'`).join(' ')
    const child = spawn(script, ['-qec', line, '/dev/null'], {
      cwd: ROOT,
      env: { ...process.env, CONSUMER_SECRET: 's' },
    })
    let shown = ''
    const answers = ['janx\u007fe\r', 'open sesame\r']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text
      const [answer] = answers
      const question = answers.length === 2 ? 'Username: ' : 'Password: '
      if (answer === undefined || !shown.includes(question)) return
      answers.shift()
      child.stdin.write(answer)
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect(shown).toContain('Logged in as jane.')
    expect(shown).toContain('- Vacation')
    expect(shown).not.toContain('sesame')
    expect(code).toBe(0)
  },
)
