import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { freePort } from '../servers/free-port.js'
import { installTarballs } from './install-tarballs.js'
import type { Installation } from './install-tarballs.js'
import { consumerProgram, providerProgram } from './newcomer.js'
import type { Origins } from './newcomer.js'

// This looks at what `npm run build` has written, which `npm test` runs beforehand.
let installed: Installation

beforeAll(() => {
  installed = installTarballs()
}, 300_000)

afterAll(() => {
  rmSync(dirname(installed.directory), { recursive: true })
})

function write(file: string, text: string): void {
  writeFileSync(join(installed.directory, file), text)
}

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd: installed.directory, encoding: 'utf8' })
}

it('gives every entry to import and to require, with the same exports', () => {
  const list = JSON.stringify(installed.specifiers)
  const print = (load: string) => `
    for (const specifier of ${list}) {
      const names = Object.keys(${load}).filter((key) => key !== 'default' && key !== 'module.exports')
      console.log(specifier, names.sort().join())
    }`
  write('imports.mjs', print('await import(specifier)'))
  write('requires.cjs', print('require(specifier)'))
  const imported = node('imports.mjs')
  expect(node('requires.cjs')).toBe(imported)
  const lines = imported.trim().split('\n')
  expect(lines.length).toBeGreaterThan(15)
  expect(lines.filter((line) => line.endsWith(' '))).toEqual([])
})

it('has its commands where npm puts them', () => {
  expect(installed.commands).toEqual(['oauthplus', 'oauthplus-testkit'])
  for (const command of installed.commands) {
    const program = join(installed.directory, 'node_modules/.bin', command)
    expect(execFileSync(program, ['--help'], { encoding: 'utf8' })).toContain(`Usage: ${command} `)
  }
})

it('has in each package what its page on npm shows, the licence, and maps with their sources', () => {
  const licence = readFileSync(new URL('../../LICENSE', import.meta.url), 'utf8')
  for (const name of readdirSync(join(installed.directory, 'node_modules/@oauthplus'))) {
    const read = (file: string) =>
      readFileSync(join(installed.directory, 'node_modules/@oauthplus', name, file), 'utf8')
    expect(read('LICENSE'), name).toBe(licence)
    expect(read('README.md'), name).toMatch(
      new RegExp(
        `^# @oauthplus/${name}\n[^]*(?:npm install|npx) (?:--\\S+ )*@oauthplus/${name}\\b`,
      ),
    )
    const manifest = JSON.parse(read('package.json')) as { readonly keywords: readonly string[] }
    expect(manifest, name).toMatchObject({
      description: expect.stringMatching(/^[A-Z].*[^.]$/) as string,
      license: 'MIT',
      sideEffects: false,
      engines: { node: '>=20.19' },
      publishConfig: { access: 'public', provenance: true },
    })
    expect(manifest.keywords, name).toContain('rfc5849')
    const files = readdirSync(join(installed.directory, 'node_modules/@oauthplus', name, 'dist'))
    const programs = files.filter((file) => /\.c?js$/.test(file))
    for (const file of programs) {
      const map = JSON.parse(read(`dist/${file}.map`)) as { readonly sourcesContent: unknown[] }
      expect(map.sourcesContent, `${name}/dist/${file}`).not.toContain(null)
    }
  }
})

describe('declarations', () => {
  beforeAll(() => {
    const names = installed.specifiers.map((_specifier, index) => `entry${index}`)
    const imports = installed.specifiers.map(
      (specifier, index) => `import * as entry${index} from '${specifier}'`,
    )
    const text = `${imports.join('\n')}\nexport const entries = [${names.join(', ')}]\n`
    for (const file of ['every.mts', 'every.cts', 'every.ts']) write(file, text)
  })

  const both = ['every.mts', 'every.cts']
  const node16 = ['--module', 'node16', '--moduleResolution', 'node16', ...both]
  const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler', 'every.ts']
  it.each([
    { title: 'the newest TypeScript, node16', compiler: 'typescript', options: node16 },
    { title: 'the newest TypeScript, bundler', compiler: 'typescript', options: bundler },
    { title: 'TypeScript 5.0, node16', compiler: 'typescript-5.0', options: node16 },
    {
      title: 'TypeScript 5.0, bundler',
      compiler: 'typescript-5.0',
      // The declarations that it finds are those that the line above has looked into.
      options: [...bundler, '--skipLibCheck'],
    },
  ])('satisfy $title', ({ compiler, options }) => {
    expect(compile(compiler, ['--noEmit', ...options])).toBe('')
  })
})

it('signs and verifies in a program of CommonJS', () => {
  write(
    'round-trip.cjs',
    `
    const { signRequest, verifySignature } = require('@oauthplus/core')
    const request = { method: 'GET', url: 'https://photos.example/photos?size=original' }
    const options = { signatureMethod: 'HMAC-SHA256' }
    signRequest(request, { consumer: { key: 'printer', secret: 'secret' } }, options)
      .then((signed) =>
        verifySignature(signed, { secrets: ['secret'] }, { signatureMethods: ['HMAC-SHA256'] }),
      )
      .then(({ ok }) => console.log(ok))`,
  )
  expect(node('round-trip.cjs')).toBe('true\n')
})

it('has a README whose Provider and Consumer, typed in, complete a flow', async ({
  onTestFinished,
}) => {
  const origins = {
    photos: `http://127.0.0.1:${await freePort()}`,
    printer: `http://127.0.0.1:${await freePort()}`,
  }
  write('provider.mts', providerProgram(origins))
  write('consumer.mts', consumerProgram(origins))
  const programs = ['--skipLibCheck', 'provider.mts', 'consumer.mts']
  const node16 = ['--module', 'node16', '--moduleResolution', 'node16', ...programs]
  const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler', ...programs]
  for (const options of [node16, bundler]) {
    expect(compile('typescript-5.0', ['--noEmit', ...options])).toBe('')
    expect(compile('typescript', options)).toBe('')
  }

  const [provider, told] = await start('provider.mjs')
  onTestFinished(() => void provider.kill())
  const { key, secret } = JSON.parse(told) as { readonly key: string; readonly secret: string }
  const [consumer] = await start('consumer.mjs', { CONSUMER_KEY: key, CONSUMER_SECRET: secret })
  onTestFinished(() => void consumer.kill())
  expect(await photosAsJane(origins)).toEqual(["Jane's vacation"])
})

/** Gives what the compiler has to say. */
function compile(compiler: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      `node_modules/${compiler}/bin/tsc`,
      ...['--strict', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable', '--types', 'node'],
      ...args,
    ],
    { cwd: installed.directory, encoding: 'utf8' },
  )
  return stdout + stderr
}

/** Starts a program of the newcomer; gives the first line that it prints. */
async function start(file: string, environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [file], {
    cwd: installed.directory,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const lines = createInterface({ input: child.stdout })
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => {
      throw new Error(`${file} ended at once`)
    }),
  ])) as [string]
  return [child, line] as const
}

/** Goes where Jane's browser would, with a jar of cookies for each site. */
async function photosAsJane({ photos, printer }: Origins): Promise<unknown> {
  const jars = new Map<string, string>()
  const visit = async (url: string, options: RequestInit = {}) => {
    // Sites on one host share their cookies; these two have none of the same name.
    const response = await fetch(url, {
      ...options,
      redirect: 'manual',
      headers: {
        cookie: [...jars].map((pair) => pair.join('=')).join('; '),
        'sec-fetch-site': 'same-origin',
      },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';', 1)[0]?.split(/=(.*)/) ?? []
      jars.set(name, value)
    }
    return response
  }
  const location = (response: Response) =>
    new URL(response.headers.get('location') ?? '', response.url).href

  const connected = await visit(`${printer}/connect`, { method: 'POST' })
  const asked = await visit(location(connected))
  const loggedIn = await visit(location(asked))
  const page = await visit(location(loggedIn))
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const requestToken = new URL(page.url).searchParams.get('oauth_token') ?? ''
  const decided = await visit(`${photos}/oauth/authorize`, {
    method: 'POST',
    body: new URLSearchParams({ oauth_token: requestToken, csrf, decision: 'approve' }),
  })
  const done = await visit(location(decided))
  return (await visit(location(done))).json()
}
