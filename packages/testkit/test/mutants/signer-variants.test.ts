import { expect, it } from 'vitest'

import { isDeviation } from '../../src/checks/report.js'
import { testSigner } from '../../src/index.js'
import type { SignerFunction, SignerResult } from '../../src/index.js'
import { createBaseSigner } from './base-signer.js'

const base = createBaseSigner()

/** Creates a signer that changes the results of the base. */
function createVariant(change: (result: SignerResult) => SignerResult): SignerFunction {
  return async (task) => change(await base(task))
}

function changeHeader(change: (authorization: string) => string): SignerFunction {
  return createVariant((result) =>
    result.authorization === undefined
      ? result
      : { ...result, authorization: change(result.authorization) },
  )
}

/** Signs requests with URLs as a URL parser writes them. */
const withParsedUrls: SignerFunction = (task) =>
  base(
    task.url !== undefined && URL.canParse(task.url)
      ? { ...task, url: new URL(task.url).href }
      : task,
  )

const VARIANTS: readonly (readonly [
  what: string,
  signer: SignerFunction,
  advised: readonly string[],
])[] = [
  [
    'returns the signature only',
    createVariant(({ authorization, ...result }) =>
      authorization === undefined
        ? result
        : {
            ...result,
            baseString: undefined,
            signature: decodeURIComponent(
              /oauth_signature="([^"]*)"/.exec(authorization)?.[1] ?? '',
            ),
          },
    ),
    [],
  ],
  ['returns no base string', createBaseSigner((name) => name === 'silent-about-base-string'), []],
  [
    'writes spaces and tabs between parameters, and the scheme in lower case',
    changeHeader((header) => header.replace('OAuth ', 'oauth\t').replaceAll('", ', '",\t ')),
    [],
  ],
  [
    'writes no spaces between parameters',
    changeHeader((header) => header.replaceAll('", ', '",')),
    [],
  ],
  [
    'writes escapes in lower case',
    changeHeader((header) =>
      header.replaceAll(/oauth_\w+="[^"]*"/g, (item) =>
        item.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
      ),
    ),
    ['encoding.header'],
  ],
  [
    'refuses octets that are not UTF-8',
    (task) => {
      const escapes = `${task.url ?? ''} ${task.body ?? ''}`.match(/(?:%[0-9A-F]{2})+/gi) ?? []
      const isText = escapes.every((escape) => isUtf8(escape))
      return isText || task.task !== 'sign' ? base(task) : Promise.resolve({ error: 'not UTF-8' })
    },
    [],
  ],
  [
    'refuses text that could be a form',
    (task) =>
      task.contentType?.startsWith('text/') && /^[\w=&]*$/.test(task.body ?? '')
        ? Promise.resolve({ error: 'the type is not that of a form' })
        : base(task),
    [],
  ],
  [
    'refuses a header with a parameter twice',
    createVariant((result) => {
      const names = (result.parameters ?? []).map(([name]) => name)
      return new Set(names).size === names.length ? result : { error: 'a parameter twice' }
    }),
    [],
  ],
]

function isUtf8(escape: string): boolean {
  try {
    decodeURIComponent(escape)
    return true
  } catch {
    return false
  }
}

it.each(VARIANTS)(
  'finds no failure in a signer that %s',
  { timeout: 60_000 },
  async (_what, signer, advised) => {
    const { results } = await testSigner(signer)
    expect(results.filter(isDeviation).map(({ id, status }) => [id, status])).toEqual(
      advised.map((id) => [id, 'warning']),
    )
  },
)

it(
  'only advises a signer against signing what a URL parser writes',
  { timeout: 60_000 },
  async () => {
    const { results } = await testSigner(withParsedUrls)
    const departures = results.filter(isDeviation)
    expect(departures.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual([])
  },
)
