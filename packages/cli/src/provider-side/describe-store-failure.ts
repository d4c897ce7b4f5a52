import { describeFailure } from '../describe-failure.js'

/** Describes an error of a store in one line, with the command that a user can run. */
export function describeStoreFailure(error: unknown): string {
  const { line = 'The store failed' } = describeFailure(error)
  return line.replace('call migrate()', 'run oauthplus migrate')
}
