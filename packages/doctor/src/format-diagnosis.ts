import {
  assertArgument,
  escapeControlsInLines,
  isOneOf,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import type { Alignment } from './alignment.js'
import type { Departure } from './departure.js'
import { describeDifferences } from './describe-differences.js'
import type { Diagnosis } from './diagnosis.js'

const isDiagnosis = isRecordWith(
  'what diagnose has found',
  optionChecks<Pick<Diagnosis, 'verdict' | 'summary'>>({
    required: {
      verdict: isOneOf('right', 'explained', 'unexplained', 'out-of-reach'),
      summary: isString,
    },
    optional: {},
  }),
)

/**
 * Writes a diagnosis for people: what was done, where it is known from, what to do about it, and
 * the two base strings one above the other.
 *
 * @example
 *
 * ```ts
 * console.log(formatDiagnosis(await diagnose(request, { secrets: [secret] })))
 * ```
 *
 * @param diagnosis The diagnosis.
 *
 * @returns Lines of plain text without colours. They contain no secret.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export function formatDiagnosis(diagnosis: Diagnosis): string {
  assertArgument('formatDiagnosis', { diagnosis }, isDiagnosis)
  // The sender of the request must not control the terminal or the log that shows this.
  const finding = formatFinding(diagnosis)
  return escapeControlsInLines([...formatDifferences(diagnosis.differences), finding].join('\n'))
}

function formatDifferences(differences: Diagnosis['differences']): readonly string[] {
  if (differences === undefined) return []
  return ['Compared with the base string of the server:', ...describeDifferences(differences), '']
}

function formatFinding(diagnosis: Diagnosis): string {
  switch (diagnosis.verdict) {
    case 'explained':
      return [
        'Found: the signature fits what is described here.',
        '',
        ...diagnosis.explanations.flatMap((departures, index) => [
          ...(index === 0 ? [] : ['', 'Or, which is the same for this request:']),
          ...departures.flatMap(formatDepartures),
        ]),
        '',
        ...formatAlignment(diagnosis.alignment),
      ].join('\n')
    case 'unexplained':
      if (diagnosis.ruledOut.length === 0) return diagnosis.summary
      return [
        diagnosis.summary,
        '',
        'Ruled out:',
        ...diagnosis.ruledOut.map(({ id, title }) => `  ${id}: ${title}`),
      ].join('\n')
    case 'right':
    case 'out-of-reach':
      return diagnosis.summary
  }
}

function formatDepartures({ id, title, section, libraries, remedy }: Departure): readonly string[] {
  return [
    `${title} [${id}]`,
    `  ${section}`,
    ...(libraries.length === 0 ? [] : [`  Known of: ${libraries.join('; ')}`]),
    `  Remedy: ${remedy}`,
  ]
}

function formatAlignment({ expected, signed, differsAt }: Alignment): readonly string[] {
  return [
    `to be signed: ${expected}`,
    `was signed:   ${signed}`,
    differsAt === undefined
      ? 'The base strings are the same: the difference lies in the key, the digest, the signature or a masked value.'
      : `${' '.repeat('was signed:   '.length + differsAt)}^ the first difference`,
  ]
}
