import manifest from '../../package.json' with { type: 'json' }

/** The versions that a report names. */
export interface Versions {
  /** Of the testkit. */
  readonly testkit: string
  /** Of Node, on which it ran. */
  readonly node: string
}

/** The versions of this process. */
export const VERSIONS: Versions = { testkit: manifest.version, node: process.versions.node }
