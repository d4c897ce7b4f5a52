import type { Settings } from './settings.js'

/**
 * The settings of a client with a store for pending request tokens.
 *
 * @internal
 */
export interface FlowSettings extends Settings {
  readonly pending: NonNullable<Settings['pending']>
}
