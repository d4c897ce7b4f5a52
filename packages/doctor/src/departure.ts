import type { CollectedRequest, HeaderList } from '@oauthplus/core'

import type { SigningPlan } from './signing-plan.js'

/** The steps of signing, in order. */
export type DepartureStage =
  | 'method'
  | 'uri'
  | 'parameters'
  | 'encoding'
  | 'order'
  | 'base-string'
  | 'key'
  | 'digest'
  | 'signature'

/** A way of signing that deviates from RFC 5849. */
export interface Departure {
  /** A stable identifier. */
  readonly id: string
  /** The step of signing that it affects. */
  readonly stage: DepartureStage
  /** The mistake of the consumer, as a sentence. */
  readonly title: string
  /** The section that specifies the correct behavior, such as `RFC 5849, section 3.4.1.3.1`. */
  readonly section: string
  /** The libraries that are known to do this, with the version that was checked. */
  readonly libraries: readonly string[]
  /** How to fix it. */
  readonly remedy: string
}

/** The parts of a request that a departure can use in addition to the plan. */
export interface DepartureContext {
  readonly request: CollectedRequest
  readonly headers: HeaderList
  /** The URL as it was typed, or as it was received if that is unknown. */
  readonly typedUrl: string
  /** Authorities by which the consumer may address the server. */
  readonly hosts: readonly string[]
  /** Path prefixes that a proxy may have removed. */
  readonly prefixes: readonly string[]
  /** Secrets of other consumers, and old secrets. */
  readonly otherSecrets: readonly string[]
  /** The body as a string. `undefined` if there is no body or it is not valid UTF-8. */
  readonly bodyText: string | undefined
  /** The possible values of `oauth_body_hash`. Empty if it was sent, and for a form. */
  readonly bodyHashes: readonly string[]
  /** The number of characters in the URL, the headers and the body. */
  readonly size: number
}

/** A departure and its effect on a plan. */
export interface KnownDeparture extends Departure {
  /** The likelihood: 1 for a mistake that is seen every week, 3 for one that was seen once. */
  readonly rarity: 1 | 2 | 3
  /**
   * Whether it tries so many plans that it runs only after all others have failed, and never in a
   * pair.
   */
  readonly isExhaustive?: boolean | undefined
  /**
   * Changes a plan. Returns one plan for each variant of the departure, or none if it does not
   * apply to the request.
   */
  readonly apply: (plan: SigningPlan, context: DepartureContext) => readonly SigningPlan[]
}

/** Returns the description of a departure, without its function. */
export function describeDeparture(known: KnownDeparture): Departure {
  const { id, stage, title, section, libraries, remedy } = known
  return { id, stage, title, section, libraries, remedy }
}
