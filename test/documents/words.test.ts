import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { findPhrases } from '../../scripts/check-words.mjs'

const SCRIPT = fileURLToPath(new URL('../../scripts/check-words.mjs', import.meta.url))
const RULES = readFileSync(new URL('../../scripts/words/rules.mjs', import.meta.url), 'utf8')

// A rule, a text that it finds, and one that it accepts. A text with a file name is the content of that file.
const SAMPLES: readonly (readonly [rule: string, found: string, accepted: string])[] = [
  ['where', 'It fails where the key is missing.', 'See the page where users log in.'],
  ['where', 'Where there is no key, it fails.', 'Where is the key? Ask where to look.'],
  ['stands', 'The key stands first.', 'A stand-in stands for the store.'],
  ['alone', 'It signs the header alone.', 'Leave the other files alone.'],
  [
    'tell',
    'The listener is told of it.',
    'The report tells you which one. You can tell the two apart.',
  ],
  ['tell', 'The error tells the reason.', 'The retelling is short.'],
  ['of its own', 'It has a key of its own.', 'It has its own key.'],
  ['of its own', 'A page of your own in French.', 'The names of your own forms.'],
  ['whoever', 'Whoever has the key can sign.', 'Anyone who has the key can sign.'],
  ['who as a subject', 'Who has the key can sign.', 'A client who has it can sign. Who signs?'],
  ['those who', 'For those who sign.', 'For people who sign.'],
  ['anew', 'Sign anew.', 'Sign again.'],
  ['is none', 'The URL is none.', 'There is none.'],
  ['is none', 'This is no URL.', 'It is no longer a URL. There is no URL.'],
  ['answer', 'The answer is 401.', 'It answers your question. Answer the question.'],
  ['holds', 'The file holds a key.', 'It holds the lock. The flow is on hold.'],
  ['beside', 'The key beside the file.', 'Besides the key, it has a file.'],
  ['shall', 'It shall sign.', 'It must sign. A shallow copy.'],
  ['at the most', 'Ten at the most.', 'At most ten.'],
  [
    'what as a subject',
    'It works. What is signed is sent.',
    'It signs what is sent. What is signed?',
  ],
  ['riddle as a heading', '# What is proven', '# What is a base string?'],
  ['riddle as a heading', '## For those\n', '## For example\n'],
  ['a text', 'Send a text.', 'Send a text file as plain text.'],
  ['whole number', 'It is a whole number.', 'It is an integer.'],
  ['by GET', 'Send it by GET.', 'Send it with GET.'],
  [
    'cannot be',
    "packages/x/src/x.ts: throw new Error('the limit cannot be negative here')",
    "packages/x/src/x.ts: throw new Error('the limit cannot be read from here')",
  ],
  ['ends with a status', 'The program ends with 1.', 'The URL ends with a slash.'],
  ['capital', 'It names the Consumer.', 'Consumer keys. Send a User-Agent to `Consumer`.'],
  [
    'lead-in without a subject',
    'It can sign. Twice: sign once.',
    'Set it twice: once for each key.',
  ],
  ['lets through', 'It lets requests through.', 'It lets you read through the log.'],
  [
    'title without a subject',
    "x.test.ts: it('is none where none is given', run)",
    "x.test.ts: it('is refused without a key', run)",
  ],
  ['title without a subject', "x.test.ts: test('are 53', run)", "x.test.ts: it('rejects 53', run)"],
  [
    'broken sentence',
    'Everything that a client below\n500 is\nsent in the response to it is good.',
    'Everything that a client below 500 is sent in the response\nto it is good.',
  ],
  ['broken sentence', 'This sentence ends in the middle of', 'This sentence ends at its end.'],
  ['broken sentence', '- An item that needs a key and', '- An item that needs a key'],
  [
    'broken sentence',
    'The sum of one\n\n- two is three.',
    'The sum has two parts:\n\n- two is three.',
  ],
  ['broken sentence', 'See the table above.', '| a |\n| - |\n| b |\n\nSee the table above.'],
  ['broken sentence', 'See the table below.\n\nThe end.', 'See the table below.\n\n| a |\n| - |'],
]

describe('findPhrases', () => {
  it.each(SAMPLES)('finds "%s" in %j, and not in %j', (rule, found, accepted) => {
    expect(rulesIn(found)).toContain(rule)
    expect(rulesIn(accepted)).not.toContain(rule)
  })

  it('has a sample for every rule', () => {
    const names = [...RULES.matchAll(/name: '([^']+)'/g)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter((name) => !SAMPLES.some(([rule]) => rule === name))).toEqual([])
  })

  it.each([
    ['x.md', 'Good.\n\nIt fails.\nIt fails where it fails.', 4, 10],
    ['x.ts', 'f()\n  // Fails where it fails.\n', 2, 12],
    ['x.ts', '/**\n * Fails\n * where it fails.\n */\n', 3, 4],
    ['packages/x/src/x.ts', "const a = 'fails where it fails'", 1, 18],
  ])('reports the line and column of a phrase in %s: %j', (path, text, line, column) => {
    expect(findPhrases(path, text)).toMatchObject([{ rule: 'where', line, column }])
  })

  it.each([
    ['code', 'The option `where` and\n\n```sql\nselect where a\n```\n'],
    ['a quotation', 'The message "it fails where it fails" is old.'],
    ['a link target', 'See [the page](where.md#where).'],
    ['front matter', '---\ngroup: fails where\n---\n'],
  ])('ignores %s in Markdown', (_name, text) => {
    expect(rulesIn(text)).not.toContain('where')
  })

  it.each([
    ['code', 'const where = /where a where/'],
    ['SQL in a string', "run('SELECT a FROM b where c is 1')"],
    ['an expression in a template', 'run(`the key ${where(a)} is not one`)'],
    ['a fence in a docstring', '/**\n * Signs.\n * ```ts\n * where\n * ```\n */'],
  ])('ignores %s in a program', (_name, text) => {
    expect(findPhrases('packages/x/src/x.ts', text)).toEqual([])
  })
})

describe('check-words.mjs', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'oauthplus-words-'))
    execFileSync('git', ['init', '--quiet'], { cwd: folder })
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  function run(...args: readonly string[]): { status: number | null; stdout: string } {
    return spawnSync(process.execPath, [SCRIPT, ...args], { cwd: folder, encoding: 'utf8' })
  }

  it('exits with status 1 and prints the place, the phrase and a replacement', () => {
    writeFileSync(join(folder, 'a.md'), 'Sign anew.\n')
    const { status, stdout } = run()
    expect(stdout).toBe('a.md:1:6  anew  → "again" or "a new …"\n1 phrase to rewrite\n')
    expect(status).toBe(1)
  })

  it('exits with status 0 if there is nothing to rewrite, and reads only the files that it is given', () => {
    writeFileSync(join(folder, 'a.md'), 'Sign anew.\n')
    writeFileSync(join(folder, 'b.md'), 'Sign again.\n')
    expect(run('b.md')).toMatchObject({ status: 0, stdout: '0 phrases to rewrite\n' })
  })

  it('exits with status 1 if patterns exceed 25 per 10,000 words, even without a finding', () => {
    writeFileSync(
      join(folder, 'a.md'),
      `${'Keys sign the requests. '.repeat(90)}See where to look.\n`,
    )
    const { status, stdout } = run()
    expect(stdout).toContain('docs: 1 patterns in 364 words, 27.5')
    expect(status).toBe(1)
  })

  it('writes consumer and user in lower case with --fix, and leaves titles as they are', () => {
    writeFileSync(join(folder, 'a.md'), 'It asks the User of `the User`.\n')
    writeFileSync(join(folder, 'a.test.ts'), "it('asks the User again', run) // asks the User\n")
    run('--fix')
    expect(readFileSync(join(folder, 'a.md'), 'utf8')).toBe('It asks the user of `the User`.\n')
    expect(readFileSync(join(folder, 'a.test.ts'), 'utf8')).toBe(
      "it('asks the User again', run) // asks the user\n",
    )
  })
})

function rulesIn(sample: string): readonly string[] {
  const [, path = 'x.md', text = sample] = /^(\S+\.ts): (.+)$/.exec(sample) ?? []
  return findPhrases(path, text).map(({ rule }) => rule)
}
