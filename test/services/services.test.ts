import { readFileSync } from 'node:fs'

import type * as terminal from '@oauthplus/client/terminal'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { createFakeService } from './fake-service.js'
import type { FakeService } from './fake-service.js'
import { SERVICE_CASES } from './service-cases.js'
import type { ServiceCase } from './service-cases.js'

// The user of a program types the code that the service shows.
vi.mock('@oauthplus/client/terminal', async (importOriginal) => {
  const { authorizeWithPin } = await importOriginal<typeof terminal>()
  return {
    authorizeWithPin: (...[client, options]: Parameters<typeof authorizeWithPin>) =>
      authorizeWithPin(client, { ...options, ask: () => Promise.resolve('code') }),
  }
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

/** Runs the program of a page as Node would, against a fake service. */
async function run(
  name: string,
  { environment, service }: NonNullable<ServiceCase['program']>,
): Promise<{ readonly fake: FakeService; readonly printed: readonly unknown[] }> {
  const fake = createFakeService(service)
  vi.stubGlobal('fetch', fake.fetch)
  for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value)
  const log = vi.spyOn(console, 'log').mockReturnValue()
  // A program runs when it is imported, and each test imports it again.
  vi.resetModules()
  await import(`./programs/${name}.ts`)
  return { fake, printed: log.mock.calls.flat() }
}

describe.each(Object.entries(SERVICE_CASES))('the page about %s', (name, serviceCase) => {
  const page = read(`../../docs/guide/${name}.md`)
  const { program, provider, errors } = serviceCase

  it.each(errors.map((error) => [error.advice ?? error.code, error] as const))(
    'explains the error: %s',
    async (_text, { code, advice, response }) => {
      const url = `${provider.origins?.[0] ?? ''}/`
      // With all of its parts from one load, which the program of another page may have reset.
      const { createClient, readProblem } = await import('@oauthplus/client')
      const client = createClient({
        provider: { origins: provider.origins, readError: provider.readError },
        consumer: { key: 'key', secret: 'secret' },
        fetch: () => Promise.resolve(response()),
      })
      expect(await readProblem(await client.fetch(url))).toMatchObject(
        advice === undefined ? { code } : { code, advice },
      )
      const cells = advice === undefined ? [`| \`${code}\``] : [`| \`${code}\``, `| \`${advice}\``]
      const rows = page.split('\n').filter((line) => cells.every((cell) => line.includes(cell)))
      expect(rows).toHaveLength(1)
    },
  )

  if (program === undefined) return

  it('shows the program that is run here', () => {
    expect(page).toContain(`\`\`\`ts\n${read(`programs/${name}.ts`)}\`\`\`\n`)
  })

  it('has a program that the service accepts', async () => {
    const { fake, printed } = await run(name, program)
    expect(fake.verified.slice(-program.calls.length)).toEqual(program.calls)
    expect(printed.at(-1)).toEqual(program.prints)
  })

  it('has a program that names what the service reports', async () => {
    const refusing = { ...program.service, signatureMethod: 'HMAC-SHA512' }
    await expect(run(name, { ...program, service: refusing })).rejects.toThrow(program.fails)
  })
})
