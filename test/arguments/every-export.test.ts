import { readdirSync, readFileSync } from 'node:fs'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { FUNCTIONS, METHODS, MISTAKES, OBJECTS, REFUSED } from './misused-functions.js'
import type { Misuse, Mistake } from './misused-functions.js'

type Callable = (...values: readonly unknown[]) => unknown

// Messages of engines about values of an unexpected type.
const ENGINE =
  /Cannot (?:read|set|destructure|convert|use|access)|is not (?:iterable|a function|an object|a constructor|defined)|undefined \(|null \(|reading '|Invalid value used|The "\w+" argument|Invalid URL/

/** As Node.js has it: of the wrong type, or with a value that is not allowed. */
const CODE = /^ERR_INVALID_ARG_(?:TYPE|VALUE)$/

const packages = new URL('../../packages/', import.meta.url)

/** Lists what can be imported from published packages, but for what is documented as internal. */
function entries(): string[] {
  return readdirSync(packages).flatMap((directory) => {
    const file = new URL(`${directory}/package.json`, packages)
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly name: string
      readonly exports: Readonly<Record<string, { readonly default?: unknown }>>
    }
    return Object.entries(manifest.exports)
      .filter(([subpath, target]) => target.default !== undefined && subpath !== './internal')
      .map(([subpath]) => manifest.name + subpath.slice(1))
  })
}

const isClass = (value: Callable): boolean =>
  /^class\b/.test(Function.prototype.toString.call(value))

async function exportedFunctions(): Promise<Map<string, Callable>> {
  const functions = new Map<string, Callable>()
  for (const entry of entries()) {
    const module = (await import(entry)) as Readonly<Record<string, unknown>>
    for (const [name, value] of Object.entries(module)) {
      if (typeof value === 'function' && !isClass(value as Callable)) {
        functions.set(name, value as Callable)
      }
    }
  }
  return functions
}

function methodsOf(object: object, path: string): [path: string, method: Callable][] {
  return Object.entries(object).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return [[`${path}.${name}`, value as Callable] as const]
    const isObject = typeof value === 'object' && value !== null
    return isObject ? methodsOf(value, `${path}.${name}`) : []
  })
}

const functions = await exportedFunctions()
const methods = new Map(
  Object.entries(OBJECTS).flatMap(([name, object]) => methodsOf(object, name)),
)

/** Returns the error of a call; `undefined` if it succeeds. */
async function failureOf(call: Callable, values: readonly unknown[]): Promise<unknown> {
  try {
    const made = (await call(...values)) as { readonly close?: unknown } | null | undefined
    if (typeof made?.close === 'function') await (made.close as () => unknown)()
    return undefined
  } catch (error) {
    return error
  }
}

const nameOf = (path: string): string => path.split('.').slice(1).join('.') || path

function casesOf(found: ReadonlyMap<string, Callable>, table: Readonly<Record<string, Misuse>>) {
  return [...found].flatMap(([path, call]) => {
    const known = table[path]
    return known === undefined ? [] : [{ path, call, known }]
  })
}

const CASES = [...casesOf(functions, FUNCTIONS), ...casesOf(methods, METHODS)]

describe('every function that can be imported, or that such a function returns', () => {
  it('has a row in the table', () => {
    expect([...functions.keys()].filter((name) => !(name in FUNCTIONS))).toEqual([])
    expect([...methods.keys()].filter((name) => !(name in METHODS))).toEqual(['client.fetch'])
  })

  it('has no entry for a function that does not exist', () => {
    const known = [...Object.keys(FUNCTIONS), ...Object.keys(METHODS)]
    expect(known.filter((name) => !functions.has(name) && !methods.has(name))).toEqual([])
  })

  describe.each(CASES)('$path', ({ path, call, known }) => {
    const begins = known.begins ?? new RegExp(`(?:^|\\b)${nameOf(path).replaceAll('.', '\\.')}\\b`)

    it.each(Object.keys(MISTAKES) as Mistake[])(
      'names the problem when it is given %s',
      async (mistake) => {
        const error = await failureOf(call, MISTAKES[mistake])
        if (known.legal?.includes(mistake)) {
          expect(String(error)).not.toMatch(ENGINE)
          return
        }
        expect(error).toBeInstanceOf(TypeError)
        const { message, code } = error as TypeError & { readonly code?: unknown }
        expect(message).not.toMatch(ENGINE)
        expect(message).toMatch(begins)
        expect(code).toMatch(CODE)
      },
    )

    const { misspelled } = known
    // A function without options cannot have a misspelled one.
    if (misspelled === undefined) return
    it('names the option that a misspelled one resembles', async () => {
      const error = await failureOf(call, misspelled.with)
      expect(error).toBeInstanceOf(TypeError)
      const { message, code } = error as TypeError & { readonly code?: unknown }
      expect(code).toBe('ERR_INVALID_ARG_VALUE')
      expect(message).toMatch(begins)
      expect(message).toMatch(/ is not an option \(received .*\)\. Did you mean /)
      expect(message).toContain(`Did you mean ${misspelled.closest}?`)
    })
  })

  it.each(REFUSED)(
    'names function, option and code if a value does not fit: %s',
    async (begins, refused) => {
      const error = await failureOf(refused, [])
      expect(error).toBeInstanceOf(TypeError)
      const { message, code } = error as TypeError & { readonly code?: unknown }
      expect(message.startsWith(begins)).toBe(true)
      expect(message).not.toMatch(ENGINE)
      expect(code).toMatch(CODE)
    },
  )

  it('makes every TypeError by the one function that gives it a code', () => {
    const adapters = ['server-express', 'server-fastify', 'server-fetch', 'server-koa']
    const own = ['core', 'client', 'server', ...adapters, 'doctor']
    const stores = ['store-sqlite', 'store-postgres', 'store-redis']
    const plain = [...own, ...stores].flatMap((name) =>
      (readdirSync(new URL(`${name}/src/`, packages), { recursive: true }) as string[])
        .filter((file) => file.endsWith('.ts') && !file.endsWith('argument-error.ts'))
        .filter((file) =>
          /^(?! \*).*new TypeError\(/m.test(
            readFileSync(new URL(`${name}/src/${file}`, packages), 'utf8'),
          ),
        ),
    )
    expect(plain).toEqual([])
  })

  it('never shows a secret that was given in the wrong place', async () => {
    const secrets = fc
      .string({ minLength: 16, maxLength: 60, unit: 'grapheme-ascii' })
      .filter((text) => /^[^"\\\s]+$/.test(text))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...CASES), secrets, async ({ call, known }, secret) => {
        const [first, ...others] = known.misspelled?.with ?? []
        const last = {
          ...((others.at(-1) ?? first) as object | undefined),
          secret,
          other: secret,
        }
        for (const values of [
          // If a string is right, such as the name of a file, nothing is refused.
          ...(known.legal?.includes('a string') === true ? [] : [[secret]]),
          [[secret]],
          [{ secret, key: secret, transmission: secret, scope: secret, store: secret }],
          known.misspelled === undefined ? [] : [...[first, ...others].slice(0, -1), last],
          known.misspelled === undefined ? [] : [...[first, ...others].slice(0, -1), secret],
        ]) {
          const error = await failureOf(call, values)
          if (error instanceof TypeError) expect(error.message).not.toContain(secret)
        }
      }),
      { numRuns: 300 },
    )
  })
})
