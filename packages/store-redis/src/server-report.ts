import type { Reply } from './redis-link.js'

/** Problems of these servers that rule them out, and warnings for their owner. */
export interface ServerReport {
  /** The reasons why they are unsuitable. */
  readonly problems: readonly string[]
  /** The guarantees that they do not give. */
  readonly warnings: readonly string[]
}

const MIN_VERSION = [6, 2] as const

/** Reads what primaries say of themselves: their responses to `INFO`. */
export function createServerReport(
  responses: readonly Reply[],
  isClusterClient: boolean,
): ServerReport {
  const reports = responses.map((answer) => readReport(String(answer), isClusterClient))
  return {
    problems: [...new Set(reports.flatMap(({ problems }) => problems))],
    warnings: [...new Set(reports.flatMap(({ warnings }) => warnings))],
  }
}

function readReport(info: string, isClusterClient: boolean): ServerReport {
  const fields = new Map(
    info.split('\r\n').map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1)] as const
    }),
  )
  const version = fields.get('redis_version') ?? ''
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < MIN_VERSION[0] || (major === MIN_VERSION[0] && minor < MIN_VERSION[1])
  // In doubt it is refused: a response without the field is not `noeviction`.
  const policy = fields.get('maxmemory_policy') ?? 'unknown'
  const problems = [
    isOld && `Redis ${MIN_VERSION.join('.')} or Valkey is needed; this is ${version || 'unknown'}`,
    policy !== 'noeviction' &&
      `maxmemory-policy is ${policy}, and must be noeviction: a nonce that is evicted can be used again`,
    fields.get('cluster_enabled') === '1' &&
      !isClusterClient &&
      'the server is part of a Cluster, and needs a client for one (redis-cluster://)',
    fields.get('role') === 'slave' && 'the server is a replica, on which nothing can be recorded',
  ]
  const warnings = [
    fields.get('aof_enabled') !== '1' &&
      'appendonly is off: after a crash or a loss of power, tokens are lost and nonces forgotten',
  ]
  return { problems: problems.filter(isString), warnings: warnings.filter(isString) }
}

function isString(value: string | false): value is string {
  return value !== false
}
