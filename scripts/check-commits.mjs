// Checks the messages of new commits. check-commits.mjs BASE checks BASE..HEAD; --message FILE
// checks one message, as a git hook.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const MAX_SUBJECT_LENGTH = 72
const TYPES = [
  'feat',
  'fix',
  'perf',
  'refactor',
  'test',
  'docs',
  'build',
  'ci',
  'style',
  'chore',
  'revert',
]
// A change of the code's behavior or build needs a reason, for which the subject has no room.
const TYPES_WITH_REASON = new Set(['feat', 'fix', 'perf', 'refactor', 'build', 'ci'])
const SUBJECT = /^(?<type>[a-z]+)(?:\((?<scope>[a-z0-9,-]+)\))?!?: (?<rest>.+)$/
const ENDINGS = /(?:ed|ing|[^s]s)$/
// Imperatives that look like a past tense, a participle or a third person.
const IMPERATIVES = new Set([
  'embed',
  'exceed',
  'feed',
  'need',
  'proceed',
  'seed',
  'shed',
  'shred',
  'speed',
  'succeed',
  'bring',
  'ping',
  'ring',
  'sing',
  'string',
  'alias',
  'bias',
  'canvas',
  'focus',
])

const [first, file] = process.argv.slice(2)
if (first === undefined || (first === '--message' && file === undefined)) {
  console.error('check-commits: pass the base of the new commits, or --message FILE.')
  process.exit(2)
}
const commits = first === '--message' ? [messageIn(file)] : commitsSince(first)
const problems = commits.flatMap(({ name, message }) =>
  problemsOf(message).map((problem) => `${name}: ${problem}`),
)
for (const problem of problems) console.error(problem)
console.log(`${problems.length} problems in the messages of ${commits.length} commits`)
process.exitCode = problems.length === 0 ? 0 : 1

function messageIn(path) {
  const lines = readFileSync(path, 'utf8').split('\n')
  const message = lines.filter((line) => !line.startsWith('#')).join('\n')
  return { name: 'this commit', message }
}

function commitsSince(base) {
  const format = ['log', '--no-merges', '--format=%h%x00%B%x01', `${base}..HEAD`, '--']
  return execFileSync('git', format, { encoding: 'utf8', maxBuffer: 2 ** 26 })
    .split('\u0001')
    .map((entry) => entry.trimStart().split('\0'))
    .filter(([name]) => name !== '')
    .map(([name, message]) => ({ name, message }))
}

function problemsOf(message) {
  const [subject = '', blank = '', ...body] = message.trimEnd().split('\n')
  const parts = SUBJECT.exec(subject)?.groups
  if (parts === undefined) {
    return [`the subject must be "type(scope): imperative", received ${JSON.stringify(subject)}`]
  }
  const { type, rest } = parts
  const isUnexplained = TYPES_WITH_REASON.has(type) && body.join('').trim() === ''
  return [
    !TYPES.includes(type) && `the type ${type} does not exist: use ${TYPES.join(', ')}`,
    subject.length > MAX_SUBJECT_LENGTH &&
      `the subject has ${subject.length} characters, but only ${MAX_SUBJECT_LENGTH} are shown`,
    type !== 'style' &&
      !isImperative(rest) &&
      `begin with an imperative in lower case, not with ${JSON.stringify(rest.split(' ', 1)[0])}`,
    rest.endsWith('.') && 'the subject must not end with a full stop',
    blank !== '' && 'the second line must be empty',
    isUnexplained && `a ${type} requires a reason after an empty line`,
  ].filter((problem) => problem !== false)
}

function isImperative(text) {
  const [verb] = text.split(' ', 1)
  return /^[a-z]/.test(verb) && (IMPERATIVES.has(verb) || !ENDINGS.test(verb))
}
