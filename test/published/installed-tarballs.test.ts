import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { freePort } from '../servers/free-port.js'
import { ADAPTER_PROGRAMS, fetchPhotosAsJane } from './adapter-programs.js'
import { compileInProcess } from './compile-in-process.js'
import { installTarballs } from './install-tarballs.js'
import type { Installation } from './install-tarballs.js'
import { consumerProgram, providerProgram } from './newcomer.js'
import type { Origins } from './newcomer.js'
import { TYPED_PROGRAMS } from './typed-programs.js'

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

it('gives import and require one copy of every entry', () => {
  write(
    'one-copy.cjs',
    `
    const load = async (specifier) => {
      const required = require(specifier)
      const imported = await import(specifier)
      const names = Object.keys(imported).filter((name) => name !== 'module.exports')
      const twice = names.filter((name) => imported[name] !== required[name])
      console.log(specifier, names.length > 0 ? 'found' : 'empty', twice.join())
    }
    const all = ${JSON.stringify(installed.specifiers)}.map(load)
    Promise.all(all).then(() => console.log('all'))`,
  )
  const lines = node('one-copy.cjs').trim().split('\n')
  expect(lines.pop()).toBe('all')
  expect(new Set(lines)).toEqual(new Set(installed.specifiers.map((name) => `${name} found `)))
  expect(lines.length).toBeGreaterThan(15)
})

it('has its commands in the directory of npm', () => {
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
      engines: { node: '^20.19.0 || >=22.12.0' },
      publishConfig: { access: 'public', provenance: true },
    })
    expect(manifest.keywords, name).toContain('rfc5849')
    const files = readdirSync(join(installed.directory, 'node_modules/@oauthplus', name, 'dist'))
    const programs = files.filter((file) => file.endsWith('.js'))
    for (const file of programs) {
      const map = JSON.parse(read(`dist/${file}.map`)) as { readonly sourcesContent: unknown[] }
      expect(map.sourcesContent, `${name}/dist/${file}`).not.toContain(null)
    }
  }
})

it('depends on exactly one version of a package whose /internal it imports', () => {
  const scope = join(installed.directory, 'node_modules/@oauthplus')
  const dependencies = readdirSync(scope).flatMap((name) => {
    const manifest = JSON.parse(readFileSync(join(scope, name, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>
    }
    const dist = join(scope, name, 'dist')
    const programs = readdirSync(dist).filter((file) => /\.(?:js|d\.ts)$/.test(file))
    const text = programs.map((file) => readFileSync(join(dist, file), 'utf8')).join('\n')
    const imported = [...text.matchAll(/["'](@oauthplus\/[\w-]+)\/internal["']/g)]
    return [...new Set(imported.map(([, needed = '']) => needed))].map((needed) => ({
      name,
      needed,
      version: manifest.dependencies?.[needed] ?? 'no dependency',
    }))
  })
  expect(dependencies.length).toBeGreaterThan(5)
  expect(dependencies.filter(({ version }) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

// The errors of `tsc` for every entry, its declarations included, with only the types of Node unless a test says otherwise.
describe('declarations', () => {
  const ANYWHERE = /\/(?:core|doctor|server)(?:$|\/(?!node|web))/
  // The declarations of Fastify need TypeScript 5.4, those of Hono 5.7.
  const NEWER = /(?:server-fastify|\/hono)$/
  const BROWSER = /\/(?:core|client|doctor)(?:$|\/(?!terminal|undici))/

  beforeAll(() => {
    const text = (specifiers: readonly string[]) => {
      const imports = specifiers.map((name, index) => `import * as entry${index} from '${name}'`)
      const names = specifiers.map((_name, index) => `entry${index}`)
      return `${imports.join('\n')}\nexport const entries = [${names.join(', ')}]\n`
    }
    for (const file of ['every.mts', 'every.cts', 'every.ts']) {
      write(file, text(installed.specifiers))
    }
    write('older.mts', text(installed.specifiers.filter((name) => !NEWER.test(name))))
    write('anywhere.ts', text(installed.specifiers.filter((name) => ANYWHERE.test(name))))
    write('browser.ts', text(installed.specifiers.filter((name) => BROWSER.test(name))))
  })

  const nodenext = ['--module', 'nodenext', 'every.mts', 'every.cts']
  const node16 = ['--module', 'node16', '--moduleResolution', 'node16', 'older.mts']
  const node10 = ['--module', 'commonjs', '--moduleResolution', 'node10', 'every.ts']
  const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler', 'every.ts']
  it.each([
    { title: 'the newest TypeScript, nodenext', compiler: 'typescript', options: nodenext },
    { title: 'the newest TypeScript, bundler', compiler: 'typescript', options: bundler },
    { title: 'TypeScript 5.0, node16', compiler: 'typescript-5.0', options: node16 },
    // These look into the declarations; below, they have to be found.
    {
      title: 'TypeScript 5.8, nodenext',
      compiler: 'typescript-5.8',
      options: [...nodenext, '--skipLibCheck'],
    },
    {
      title: 'TypeScript 5.0, node10',
      compiler: 'typescript-5.0',
      options: [...node10, '--skipLibCheck'],
    },
    {
      title: 'TypeScript 5.0, bundler',
      compiler: 'typescript-5.0',
      options: [...bundler, '--skipLibCheck'],
    },
  ])('satisfy $title', ({ compiler, options }) => {
    expect(compile(compiler, ['--noEmit', ...options])).toBe('')
  })

  it.each([
    { title: 'of no platform', lib: 'es2022', file: 'anywhere.ts' },
    { title: 'of a browser', lib: 'es2022,dom', file: 'browser.ts' },
  ])('satisfy TypeScript with the types $title', ({ lib, file }) => {
    const options = [...bundler.slice(0, -1), '--lib', lib, '--types', '', file]
    expect(compile('typescript', ['--noEmit', ...options])).toBe('')
  })

  it('cannot be required by TypeScript that knows no require() of ES modules', () => {
    write(
      'one.cts',
      "import * as core from '@oauthplus/core'\nexport const { signRequest } = core\n",
    )
    const options = ['--noEmit', '--skipLibCheck', ...node16.slice(0, -1), 'one.cts']
    expect(compile('typescript-5.0', options)).toMatch(/^one\.cts\(1,23\): error TS1479: /)
  })
})

// Programs catch faults that declarations do not show: types that are inferred, and options that are refused.
describe('a strict program', () => {
  const PLACES = [
    { module: 'node16', extension: 'mts', options: ['--module', 'node16'] },
    {
      module: 'bundler',
      extension: 'ts',
      options: ['--module', 'esnext', '--moduleResolution', 'bundler'],
    },
  ]
  const COMPILERS = [
    { compiler: 'typescript-5.0', version: '5.0' },
    { compiler: 'typescript-5.8', version: '5.8' },
    { compiler: 'typescript', version: 'newest' },
  ]

  it('uses every entry for applications', () => {
    const used = TYPED_PROGRAMS.flatMap(({ text }) =>
      Array.from(text.matchAll(/from '(@oauthplus\/[^']+)'/g), ([, specifier]) => specifier),
    )
    // These are for other packages.
    const forPackages = /\/(?:core\/internal|server\/(?:adapter|pages|web))$/
    const expected = installed.specifiers.filter((specifier) => !forPackages.test(specifier))
    expect([...new Set(used)].sort()).toEqual(expected.sort())
  })

  it.each(COMPILERS.flatMap((compiler) => PLACES.map((place) => ({ ...compiler, ...place }))))(
    'compiles with TypeScript $version, $module',
    ({ compiler, version, extension, options }) => {
      const programs = TYPED_PROGRAMS.filter(({ oldest }) => version !== '5.0' || oldest === '5.0')
      const files = programs.map(({ file, text }) => {
        const name = `${file}.${extension}`
        write(name, text)
        return name
      })
      expect(
        compile(compiler, ['--noEmit', '--exactOptionalPropertyTypes', ...options, ...files]),
      ).toBe('')
    },
  )
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

it('says where require() of ES modules is switched off how to load it, and loads so', () => {
  write('requires.cjs', "require('@oauthplus/core')")
  write(
    'imports.cjs',
    "import('@oauthplus/core').then((core) => console.log(typeof core.signRequest))",
  )
  const flag = '--no-experimental-require-module'
  const { status, stderr } = spawnSync(process.execPath, [flag, 'requires.cjs'], {
    cwd: installed.directory,
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr).toContain('ERR_REQUIRE_ESM')
  expect(stderr).toContain('dynamic import()')
  expect(node(flag, 'imports.cjs')).toBe('function\n')
})

it('completes a flow with the provider and the consumer of the documentation', async ({
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

describe('the provider in the README of an adapter', () => {
  beforeAll(() => {
    for (const { name, text } of ADAPTER_PROGRAMS) write(`${name}.mts`, text)
    const files = ADAPTER_PROGRAMS.map(({ name }) => `${name}.mts`)
    const options = ['--module', 'nodenext', '--skipLibCheck', ...files]
    expect(compile('typescript', options)).toBe('')
  })

  it.each(ADAPTER_PROGRAMS)('$name has at most 20 lines, and completes a flow', async (program) => {
    expect(program.lines.length).toBeLessThanOrEqual(20)
    const port = await freePort()
    const [provider, told] = await start(`${program.name}.mjs`, { PORT: String(port) })
    const consumer = JSON.parse(told) as { readonly key: string; readonly secret: string }
    try {
      expect((await fetch(`http://127.0.0.1:${port}/photos`)).status).toBe(401)
      expect(await fetchPhotosAsJane(port, consumer)).toEqual(["Jane's vacation"])
    } finally {
      provider.kill()
    }
  })
})

/** Returns the errors that the compiler prints, except those in the declarations of others. */
function compile(compiler: string, args: readonly string[]): string {
  const strict = ['--strict', '--target', 'es2022', '--lib', 'es2022', '--types', 'node', ...args]
  if (compiler !== 'typescript') return compileInProcess(installed.directory, compiler, strict)
  // The newest TypeScript is a native program.
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`node_modules/${compiler}/bin/tsc`, ...strict],
    { cwd: installed.directory, encoding: 'utf8' },
  )
  return (stdout + stderr).replaceAll(/^node_modules\/(?!@oauthplus\/).*\n(?: .*\n)*/gm, '')
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

/** Follows the redirects as Jane's browser would, with a cookie jar for each site. */
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
