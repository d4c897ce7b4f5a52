import { getCitationUrl } from '../checks/get-citation-url.js'
import { getDeviationStatus } from '../checks/check.js'
import type { Status } from '../checks/check.js'
import { isDeviation } from '../checks/report.js'
import type { CheckResult, Report } from '../checks/report.js'
import { escapeControls } from './escape-controls.js'
import { isExpectedDeviation } from './group-results.js'

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
const LEVELS: Partial<Record<Status, string>> = {
  failed: 'error',
  warning: 'warning',
  note: 'note',
}
// GitHub shows these as critical, high and medium.
const SEVERITIES = { critical: '9.5', high: '8.0', medium: '5.5' } as const

/**
 * Formats a report as SARIF 2.1.0, for code scanning. Results without a source have the location of a file:
 * the configuration, for example.
 *
 * @see [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)
 */
export function formatSarif(report: Report, file: string): string {
  const { suite, results, startedAt, durationSeconds, versions } = report
  const shown = results.filter(
    (result) => isDeviation(result) || result.status === 'cannot be judged',
  )
  const endedAt = new Date(Date.parse(startedAt) + durationSeconds * 1000).toISOString()
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'oauthplus-testkit',
            version: versions.testkit,
            rules: results.map(createRule),
          },
        },
        automationDetails: { id: `oauthplus-testkit/${suite}/` },
        invocations: [{ executionSuccessful: true, startTimeUtc: startedAt, endTimeUtc: endedAt }],
        results: shown.map((result) => createResult(result, results.indexOf(result), file)),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function createRule(result: CheckResult): object {
  const { id, title, section, severity } = result
  const url = getCitationUrl(section)
  return {
    id,
    shortDescription: { text: formatMessage(title) },
    fullDescription: { text: formatMessage(`${title} (${section})`) },
    ...(url === undefined ? {} : { helpUri: url }),
    defaultConfiguration: { level: LEVELS[getDeviationStatus(result)] },
    properties: {
      tags: severity === undefined ? ['oauth'] : ['oauth', 'security'],
      ...(severity === undefined ? {} : { 'security-severity': SEVERITIES[severity] }),
    },
  }
}

function createResult(result: CheckResult, ruleIndex: number, file: string): object {
  const { id, section, status, expected = '', found = '' } = result
  const isJudged = status !== 'cannot be judged'
  const text = isJudged
    ? `${section}: expected ${expected}, found ${found}`
    : `Cannot be judged: ${found}`
  return {
    ruleId: id,
    ruleIndex,
    ...(isJudged ? { kind: 'fail', level: LEVELS[status] } : { kind: 'open', level: 'none' }),
    message: { text: formatMessage(text) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: id, kind: 'member' }],
      },
    ],
    partialFingerprints: { 'oauthplusCheck/v1': id },
    ...(isExpectedDeviation(result)
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: 'It is in the list of expected failures.',
            },
          ],
        }
      : {}),
  }
}

/** Escapes an untrusted string, which must contain no link and no placeholder (SARIF 3.11.5 and 3.11.6). */
function formatMessage(string: string): string {
  return escapeControls(string)
    .replaceAll(/[[\]\\]/g, '\\$&')
    .replaceAll(/[{}]/g, '$&$&')
}
