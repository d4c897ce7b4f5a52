import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import ts from 'typescript'
import { expect, it } from 'vitest'

const PACKAGES = fileURLToPath(new URL('../../packages', import.meta.url))
const SECRET = /secret|signature|verifier|digest|handle|csrf|password|hash|mac\b/i
const EQUALITY: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
])

/**
 * Comparisons that look like those of secrets but are not: with a word or a number that everyone knows, of
 * absence, of types and families, of the names of hash functions, and a store's own compare-and-set: of a digest, which the
 * provider has compared before, and of a secret, which no request can bring about; the names of signature methods, and a signature with what it reads as written otherwise.
 */
const HARMLESS = [
  /[!=]== ('[\w-]*'|\d+|undefined|null|false|true)$/,
  /^getFamily\(settings, changed\) === getFamily\(/,
  /^hashOfKey === hash$/,
  /(?:[nN]ame !== plan\.signatureMethod\.name|family === plan\.signatureMethod\.family)$/,
  /^name === signatureMethod$/,
  /^plan\.signatureMethod === right\.signatureMethod$/,
  /^signature === plan\.signature$/,
  /^token\.sessionHandleDigest !== sessionHandleDigest$/,
  /^token\?\.secret !== secret$/,
]

/** The testkit compares what it has made up for one check with what came back: it judges, and guards nothing. */
const JUDGES = /^testkit[\\/]/

it('compares secrets, signatures and verifiers only with the constant-time function', () => {
  const guards = sourceFiles(PACKAGES).filter((file) => !JUDGES.test(relative(PACKAGES, file)))
  const found = guards.flatMap(comparisonsOf)
  expect(found).toEqual([])
})

it('has one constant-time function, used wherever something secret is judged', () => {
  const uses = sourceFiles(PACKAGES).filter((file) =>
    /\bconstantTimeEqual\(/.test(readFileSync(file, 'utf8')),
  )
  const rooms = uses.map((file) => relative(PACKAGES, file).split('\\').join('/')).sort()
  expect(rooms).toEqual(
    expect.arrayContaining([
      'core/src/constant-time.ts',
      'core/src/hmac.ts',
      'core/src/plaintext.ts',
      'core/src/verify.ts',
      'server/src/authorization/applications.ts',
      'server/src/operations/exchange-request-token.ts',
      'server/src/authorization/pending-token.ts',
      'server/src/operations/renew-access-token.ts',
    ]),
  )
  const others = sourceFiles(PACKAGES).filter((file) =>
    /timingSafeEqual|safeCompare/.test(readFileSync(file, 'utf8')),
  )
  expect(others).toEqual([])
})

function comparisonsOf(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && EQUALITY.has(node.operatorToken.kind)) {
      const text = node.getText(source).replaceAll(/\s+/g, ' ')
      if (SECRET.test(text) && !HARMLESS.some((harmless) => harmless.test(text))) {
        found.push(`${relative(PACKAGES, file)}: ${text}`)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function sourceFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) {
      return ['node_modules', 'dist', 'test', '.turbo'].includes(entry.name)
        ? []
        : sourceFiles(path)
    }
    return entry.name.endsWith('.ts') && path.includes('src') ? [path] : []
  })
}
