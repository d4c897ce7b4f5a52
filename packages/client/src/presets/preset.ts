import type { ServiceProvider } from '../service-provider.js'

/** Information about a preset in addition to its data. */
export interface PresetNotes {
  /** The service. */
  readonly service: string
  /** The documentation that the preset is based on. */
  readonly source: string
  /** Whether the preset has been run against the live service. */
  readonly verified: boolean
  /** The steps that the application must do itself, in a few words. */
  readonly needs: string
  /** The date on which the service stops accepting OAuth 1.0a, if announced. */
  readonly endsOn?: string | undefined
}

/**
 * A description of a service provider. It is plain data. To change something, copy it: `{
 * ...preset, origins: […] }`.
 */
export type Preset<Provider extends ServiceProvider = ServiceProvider> = Provider & {
  /** The source of the preset, and its requirements. */
  readonly notes: PresetNotes
}
