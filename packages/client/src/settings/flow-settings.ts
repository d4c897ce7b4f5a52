import type { Settings } from './settings.js'

/**
 * The settings of a client whose flows have begun: Request Tokens have a place to wait.
 *
 * @internal
 */
export interface FlowSettings extends Settings {
  readonly pending: NonNullable<Settings['pending']>
}
