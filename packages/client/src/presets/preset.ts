import type { ServiceProvider } from '../service-provider.js'

/** What is known of a preset in addition to its data. */
export interface PresetNotes {
  /** The service. */
  readonly service: string
  /** The page that the preset was made from. */
  readonly source: string
  /** Whether somebody has run it against the live service. */
  readonly verified: boolean
  /** What the application must do itself, in a few words. */
  readonly needs: string
  /** The day on which the service stops to take OAuth 1.0a, if one is announced. */
  readonly endsOn?: string | undefined
}

/**
 * A Service Provider that is described already. It is data: what differs for you is replaced by a
 * copy, `{ ...preset, origins: […] }`.
 */
export type Preset<Provider extends ServiceProvider = ServiceProvider> = Provider & {
  /** Where it comes from, and what it needs. */
  readonly notes: PresetNotes
}
