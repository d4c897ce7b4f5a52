import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The files that take longest, the longest first. If one of them ran last, the other workers would be idle. */
const LONG = [
  'test/interop/python-and-ruby.test.ts',
  'test/site/site.test.ts',
  'test/site/search.test.ts',
  'test/published/installed-tarballs.test.ts',
  'test/attacks/long-input.test.ts',
  'test/attacks/hostile-input.test.ts',
  'test/examples/provider-postgres-redis.test.ts',
  'packages/store-redis/test/redis-outage.test.ts',
  'packages/testkit/test/secrets-in-reports.test.ts',
  'test/stores/race.test.ts',
  'packages/store-redis/test/redis-contract.test.ts',
  'test/malformed/malformed.test.ts',
  'test/runtimes/runtimes.test.ts',
  'test/examples/processes.test.ts',
  'test/browser/look.test.ts',
  'test/attacks/attacks.test.ts',
  'test/documents/code.test.ts',
  'test/published/bundles.test.ts',
  'packages/store-postgres/test/postgres-contract.test.ts',
].map((file) => ROOT + file)

const missing = LONG.filter((file) => !existsSync(file))
if (missing.length > 0) throw new Error(`longest-first.ts lists no file: ${missing.join(', ')}`)

/**
 * Starts long files first, and files that share a process last: they are many and short, so that no
 * processor is idle at the end.
 */
export class LongestFirst extends BaseSequencer {
  /** Sorts the files of a run. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const long = LONG.flatMap((file) => sorted.filter(({ moduleId }) => moduleId === file))
    const others = sorted.filter(({ moduleId }) => !LONG.includes(moduleId))
    const isShared = ({ project }: TestSpecification): boolean => !project.config.isolate
    return [...long, ...others.filter((file) => !isShared(file)), ...others.filter(isShared)]
  }
}
