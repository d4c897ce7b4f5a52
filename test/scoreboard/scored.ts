import { isDeviation } from '../../packages/testkit/src/checks/report.js'
import type { CheckResult, Report } from '../../packages/testkit/src/index.js'

/** A check that an implementation did not pass. */
export interface ScoredDeviation extends Pick<CheckResult, 'status' | 'title' | 'id' | 'section'> {
  /** The behaviour of the implementation. */
  readonly found: string
}

/** An implementation with its results, as `results.json` keeps it. */
export interface Scored {
  readonly kind: 'client' | 'provider'
  /** The name and the version. */
  readonly subject: string
  /** How the program uses it. */
  readonly usedAs: string
  readonly counts: Report['counts']
  readonly deviations: readonly ScoredDeviation[]
}

/** Summarizes a report. It is the same in every run that has the same results. */
export function summarizeReport(
  kind: Scored['kind'],
  { usedAs, report }: { readonly usedAs: string; readonly report: Report },
): Scored {
  const { subject, counts, results } = report
  const describe = kind === 'client' ? describeCall : describeResponse
  const deviations = results.filter(isDeviation).map((result) => ({
    status: result.status,
    title: stable(result.title),
    id: result.id,
    section: result.section,
    found: stable(describe(result)),
  }))
  return { kind, subject, usedAs, counts, deviations }
}

/** Describes a deviation of a client; for a signature, the request that has it. */
function describeCall(result: CheckResult): string {
  const { expected = '', found = '' } = result
  return expected.startsWith('oauth_signature ') ? `signed otherwise: ${sent(result)}` : found
}

function describeResponse(result: CheckResult): string {
  return `${sent(result)}: ${result.found ?? ''}`
}

function sent({ exchanges }: CheckResult): string {
  const [line = ''] = exchanges.at(-1)?.request.split('\n') ?? []
  return line.replace(/ HTTP\/1\.1$/, '')
}

/** Replaces what differs in every run, and shortens the rest. */
function stable(text: string): string {
  return text
    .replaceAll(/(:|%3A)\d{4,5}(?=\D|$)/g, '$1…')
    .replaceAll(/-[0-9a-f]{24}/g, '-…')
    .replaceAll(/oauth_(?:nonce|signature|timestamp)=[^&\s]*/g, '…')
    .replaceAll(/(oauth_(?:nonce|token|token_secret|verifier)(?:=|%3D|%253D))[^&\s"%]*/g, '$1…')
    .replaceAll(/(oauth_(?:signature|timestamp)(?:%3D|%253D))[^&\s"%]*/g, '$1…')
    .replaceAll(/127\.\d+\.\d+\.\d+(?=:80)/g, '127.…')
    .replaceAll(/<[a-z!/][^<>]*>/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 240)
}
