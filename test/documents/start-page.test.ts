import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { createClient } from '@oauthplus/client'
import type { ClientOptions } from '@oauthplus/client'
import * as presets from '@oauthplus/client/presets'
import * as doctor from '@oauthplus/doctor'
import ts from 'typescript'
import { expect, it } from 'vitest'

import { CONSUMER_KEY, CONSUMER_SECRET, createFakeService } from '../services/fake-service.js'
import { blocksOfPage } from './code-blocks.js'
import { ROOT } from './pages.js'

const README = readFileSync(join(ROOT, 'README.md'), 'utf8')
const PROGRAMS = blocksOfPage('README.md', README).filter(({ language }) => language === 'ts')
const ENVIRONMENT = {
  X_KEY: CONSUMER_KEY,
  X_SECRET: CONSUMER_SECRET,
  X_TOKEN: 'access',
  X_TOKEN_SECRET: 'access secret',
}

it('has at most 120 lines', () => {
  expect(README.trimEnd().split('\n').length).toBeLessThanOrEqual(120)
})

it('has three entrances, each with an install line, a program of five to ten lines and a link', () => {
  const chapters = README.split(/^## /m).slice(1, 4)
  expect(chapters.map((chapter) => chapter.split('\n')[0])).toEqual([
    'You have an API',
    'You call an API',
    'A signature is refused',
  ])
  for (const chapter of chapters) {
    expect(chapter).toMatch(/^npm install @oauthplus\//m)
    expect(chapter).toMatch(/\]\(docs\/guide\/[\w-]+\.md\)/)
    const [code = ''] = /(?<=^```ts\n).*?(?=^```$)/ms.exec(chapter) ?? []
    const lines = code.split('\n').filter((line) => line !== '')
    expect(lines.length).toBeGreaterThanOrEqual(5)
    expect(lines.length).toBeLessThanOrEqual(10)
  }
})

it('has a client whose signature the service accepts', async () => {
  const account = { data: { id: '1', username: 'jane' } }
  const service = createFakeService({
    signatureMethod: 'HMAC-SHA1',
    answer: () => Response.json(account),
    refuse: () => Response.json({ title: 'Unauthorized' }, { status: 401 }),
  })
  const printed = await run('createClient(', {
    ...presets,
    createClient: (options: ClientOptions) => createClient({ ...options, fetch: service.fetch }),
  })
  expect(printed).toEqual([account])
  expect(service.verified).toEqual(['GET https://api.x.com/2/users/me'])
})

it('has a diagnosis that shows exactly what the program prints', async () => {
  const printed = await run('diagnose(', doctor)
  expect(README).toContain(`\`\`\`text\n${printed.join('\n')}\n\`\`\`\n`)
})

/** Runs the program with this call, and returns the values that it prints. */
async function run(call: string, modules: object): Promise<readonly unknown[]> {
  const code = PROGRAMS.find((block) => block.code.includes(call))?.code ?? ''
  const source = code.replaceAll(/^import \{([^}]+)\} from '[^']+'$/gm, 'const {$1} = modules')
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor
  const program = new AsyncFunction('modules', 'process', 'console', outputText) as (
    ...values: unknown[]
  ) => Promise<void>
  const printed: unknown[] = []
  const log = (value: unknown): void => void printed.push(value)
  await program(modules, { env: ENVIRONMENT }, { log })
  return printed
}
