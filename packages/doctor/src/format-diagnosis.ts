import {
  assertArgument,
  assertOptions,
  escapeControlsInLines,
  isBoolean,
  isOneOf,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import type { Alignment } from './alignment.js'
import type { Departure } from './departure.js'
import { describeDifferences, describeSignedDifferences } from './describe-differences.js'
import type { Diagnosis, ExplainedSignature } from './diagnosis.js'
import { nameEquivalents } from './name-equivalents.js'

const MAX_BRIEF_LINES = 11
/** A longer text would hide the cause. */
const MAX_BRIEF_DIFFERENCES = 3
const DIFFERENCES_TITLE = 'Compared with the base string of the server:'

/** The options of {@link formatDiagnosis}. */
export interface FormatDiagnosisOptions {
  /** Whether to write only the cause and its remedy, in at most 11 lines. Defaults to `false`. */
  readonly brief?: boolean | undefined
}

const isDiagnosis = isRecordWith(
  'the result of diagnose',
  optionChecks<Pick<Diagnosis, 'verdict' | 'summary'>>({
    required: {
      verdict: isOneOf('right', 'explained', 'unexplained', 'out-of-reach'),
      summary: isString,
    },
    optional: {},
  }),
)

const OPTIONS = optionChecks<FormatDiagnosisOptions>({
  required: {},
  optional: { brief: isBoolean },
})

/**
 * Formats a diagnosis for people: the cause, the section of RFC 5849, the remedy, and the two base
 * strings, one above the other. With `brief`, the cause comes first, and the text has at most 11
 * lines.
 *
 * @example
 *
 * ```ts
 * console.log(formatDiagnosis(await diagnose(request, { secrets: [secret] }), { brief: true }))
 * ```
 *
 * @param diagnosis The diagnosis.
 * @param options How much to write. Defaults to everything.
 *
 * @returns Lines of plain text without colors. They contain no secrets.
 *
 * @throws `TypeError` when an option is unknown or invalid.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export function formatDiagnosis(
  diagnosis: Diagnosis,
  options: FormatDiagnosisOptions = {},
): string {
  assertArgument('formatDiagnosis', { diagnosis }, isDiagnosis)
  assertOptions('formatDiagnosis', options, OPTIONS)
  // The sender of the request must not control the terminal or the log that shows this.
  const lines = options.brief === true ? formatBriefly(diagnosis) : formatFully(diagnosis)
  return escapeControlsInLines(lines.join('\n'))
}

function formatBriefly(diagnosis: Diagnosis): readonly string[] {
  const finding =
    diagnosis.verdict === 'explained' ? formatCause(diagnosis) : formatOutcome(diagnosis)
  const { differences } = diagnosis
  if (differences === undefined) return finding
  const maxDifferences = MAX_BRIEF_LINES - finding.length - 2
  return [DIFFERENCES_TITLE, ...describeDifferences(differences, maxDifferences), ...finding]
}

/**
 * Formats the first explanation, and names the explanations that cannot be distinguished from it.
 */
function formatCause({ explanations, alignment }: ExplainedSignature): readonly string[] {
  const [first = [], ...equivalents] = explanations
  return [
    ...first.flatMap(({ id, title, section, remedy }) => [
      `${title} [${id}]`,
      `  Remedy: ${remedy} (${section})`,
    ]),
    ...(alignment.differences.length > MAX_BRIEF_DIFFERENCES
      ? []
      : describeSignedDifferences(alignment.differences).map((line) => `  ${line}`)),
    ...(equivalents.length === 0
      ? []
      : [`For this request, this is equivalent to: ${nameEquivalents(equivalents)}.`]),
  ]
}

function formatFully(diagnosis: Diagnosis): readonly string[] {
  return [...formatDifferences(diagnosis.differences), ...formatFinding(diagnosis)]
}

function formatDifferences(differences: Diagnosis['differences']): readonly string[] {
  if (differences === undefined) return []
  return [DIFFERENCES_TITLE, ...describeDifferences(differences), '']
}

function formatFinding(diagnosis: Diagnosis): readonly string[] {
  switch (diagnosis.verdict) {
    case 'explained':
      return [
        'Proven: the signature fits this explanation.',
        '',
        ...diagnosis.explanations.flatMap((departures, index) => [
          ...(index === 0 ? [] : ['', 'Or, equivalent for this request:']),
          ...departures.flatMap(formatDepartures),
        ]),
        '',
        ...describeSignedDifferences(diagnosis.alignment.differences),
        ...formatAlignment(diagnosis.alignment),
      ]
    case 'unexplained':
      if (diagnosis.ruledOut.length === 0) return [diagnosis.summary]
      return [
        diagnosis.summary,
        '',
        'Ruled out:',
        ...diagnosis.ruledOut.map(({ id, title }) => `  ${id}: ${title}`),
      ]
    case 'right':
    case 'out-of-reach':
      return formatOutcome(diagnosis)
  }
}

/** Formats a diagnosis that does not prove a cause. */
function formatOutcome(diagnosis: Diagnosis): readonly string[] {
  const isCompared = diagnosis.differences !== undefined
  if (
    isCompared &&
    diagnosis.verdict === 'out-of-reach' &&
    diagnosis.problem.code === 'consumer_key_unknown'
  ) {
    return ['The signature was not checked, because no key was provided.']
  }
  if (diagnosis.verdict !== 'right') return [diagnosis.summary]
  return ['The signature is right.', ...diagnosis.remarks]
}

function formatDepartures({ id, title, section, libraries, remedy }: Departure): readonly string[] {
  return [
    `${title} [${id}]`,
    `  ${section}`,
    ...(libraries.length === 0 ? [] : [`  Seen in: ${libraries.join('; ')}`]),
    `  Remedy: ${remedy}`,
  ]
}

function formatAlignment({ expected, signed, differsAt }: Alignment): readonly string[] {
  return [
    `to be signed: ${expected}`,
    `was signed:   ${signed}`,
    differsAt === undefined
      ? 'The base strings are equal: the difference is in the key, the digest, the signature or a masked value.'
      : `${' '.repeat('was signed:   '.length + differsAt)}^ the first difference`,
  ]
}
