import type { CollectedRequest, HeaderList } from '@oauthplus/core'

import type { SigningPlan } from './signing-plan.js'

/** The step of signing at which a departure happens, in the order of the steps. */
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

/** A way of signing that is not the RFC's. */
export interface Departure {
  /** A name that stays. */
  readonly id: string
  /** The step of signing at which it happens. */
  readonly stage: DepartureStage
  /** What the Consumer did, in a sentence. */
  readonly title: string
  /** The section that says otherwise, such as `RFC 5849, section 3.4.1.3.1`. */
  readonly section: string
  /** The libraries that are known to do it, with the version that was seen. */
  readonly libraries: readonly string[]
  /** What to do about it, in words. */
  readonly remedy: string
}

/** What a departure can see of a request in addition to the plan. */
export interface DepartureContext {
  readonly request: CollectedRequest
  readonly headers: HeaderList
  /** The URL as it was typed, or as it was received if that is not known. */
  readonly typedUrl: string
  /** Authorities by which the Consumer may know the server. */
  readonly hosts: readonly string[]
  /** Paths that a proxy may have taken away. */
  readonly prefixes: readonly string[]
  /** Secrets of other Consumers, and former ones. */
  readonly otherSecrets: readonly string[]
  /** The body as text; `undefined` if there is none, or it is not UTF-8. */
  readonly bodyText: string | undefined
  /** The hashes that `oauth_body_hash` may have; none if it was sent, and for a form. */
  readonly bodyHashes: readonly string[]
  /** How many characters there are to read in the URL, the headers and the body. */
  readonly size: number
}

/** A departure with what it does to a plan. */
export interface KnownDeparture extends Departure {
  /** How likely it is: 1 for what is met every week, 3 for what was seen once. */
  readonly rarity: 1 | 2 | 3
  /**
   * Whether it tries so many plans that it comes after all others, if none of them fits, and in no
   * pair.
   */
  readonly isExhaustive?: boolean | undefined
  /**
   * Changes a plan: one or several ways in which the departure may have gone, none if the request
   * gives it nothing to do.
   */
  readonly apply: (plan: SigningPlan, context: DepartureContext) => readonly SigningPlan[]
}

/** Returns the description of a departure, without its function. */
export function describeDeparture(known: KnownDeparture): Departure {
  const { id, stage, title, section, libraries, remedy } = known
  return { id, stage, title, section, libraries, remedy }
}
