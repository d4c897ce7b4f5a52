// Checks the language of docs/STYLE.md: check-words.mjs [--fix] [FILE or FOLDER…] reads Markdown, comments, messages and titles.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { checkWraps } from './words/check-wraps.mjs'
import { countPatterns } from './words/count-patterns.mjs'
import { readProse } from './words/read-prose.mjs'
import { RULES } from './words/rules.mjs'

const READ = /\.(?:md|ts|mts|js|mjs)$/
// Generated, written by others, or a list of phrases to avoid.
const LEFT_OUT =
  /^CODE_OF_CONDUCT\.md$|^scripts\/words\/|^test\/documents\/words\.test\.ts$|^packages\/[^/]+\/api\/|\/vectors\//
const MAX_RATE = 25
// The rate of a few sentences says nothing.
const MIN_WORDS = 200

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fix: { type: 'boolean' } },
  })
  process.exitCode = run(positionals, values.fix === true) ? 0 : 1
}

function run(paths, fix) {
  const files = listFiles(paths).map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  if (fix) files.forEach(fixFile)
  const findings = files.flatMap(({ path, text }) =>
    findPhrases(path, text).map(
      ({ line, column, phrase, instead }) => `${path}:${line}:${column}  ${phrase}  → ${instead}`,
    ),
  )
  for (const finding of findings) console.log(finding)
  const rates = countPatterns(files).filter(({ words }) => words >= MIN_WORDS)
  for (const { kind, words, patterns, rate } of rates) {
    console.log(
      `${kind}: ${patterns} patterns in ${words} words, ${rate.toFixed(1)} per 10,000 (at most ${MAX_RATE})`,
    )
  }
  console.log(`${findings.length} phrase${findings.length === 1 ? '' : 's'} to rewrite`)
  return findings.length === 0 && rates.every(({ rate }) => rate <= MAX_RATE)
}

function listFiles(paths) {
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...paths]
  const names = execFileSync('git', listed, { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\0')
  const deleted = execFileSync('git', ['ls-files', '-z', '--deleted'], { encoding: 'utf8' }).split(
    '\0',
  )
  return [...new Set(names)].filter(
    (name) => READ.test(name) && !LEFT_OUT.test(name) && !deleted.includes(name),
  )
}

/** Lists the phrases of a file that a rule names, in order, each as `{ rule, line, column, phrase, instead }`. */
export function findPhrases(path, text) {
  const phrases = matches(path, text).map(({ rule, index, phrase }) => {
    const before = text.slice(0, index).split('\n')
    return {
      rule: rule.name,
      line: before.length,
      column: before.at(-1).length + 1,
      phrase: phrase.replace(/\s+/g, ' '),
      instead: rule.instead,
    }
  })
  const wraps = path.endsWith('.md') ? checkWraps(text) : []
  return [
    ...phrases,
    ...wraps.map((wrap) => ({ rule: 'broken sentence', column: 1, ...wrap })),
  ].sort((one, other) => one.line - other.line || one.column - other.column)
}

function matches(path, text) {
  return readProse(path, text).flatMap(({ kind, text: prose, offset }) =>
    RULES.filter((rule) => rule.in === undefined || rule.in.includes(kind)).flatMap((rule) =>
      [...prose.matchAll(rule.pattern)].map(({ 0: phrase, index }) => ({
        rule,
        kind,
        index: offset + index,
        phrase,
      })),
    ),
  )
}

// Only capital letters have one replacement that is always right, and other files may repeat a message or a title.
function fixFile(file) {
  let { text } = file
  for (const { rule, kind, index, phrase } of matches(file.path, text)) {
    if (rule.lower === true && kind !== 'message' && kind !== 'title') {
      text = text.slice(0, index) + phrase.toLowerCase() + text.slice(index + phrase.length)
    }
  }
  if (text !== file.text) writeFileSync(file.path, text)
  file.text = text
}
