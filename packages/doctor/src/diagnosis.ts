import type {
  CollectedRequest,
  Dialect,
  KnownKeys,
  Problem,
  ReceivedRequest,
} from '@oauthplus/core'
import type { BaseStringDifference } from '@oauthplus/core/internal'

import type { Alignment } from './alignment.js'
import type { Budget, Cost } from './budget.js'
import type { Departure } from './departure.js'

/** What the doctor knows of the sender. */
export interface DiagnosisKeys extends KnownKeys {
  /** Secrets of other Consumers, or former ones of this one, of which the first 100 are tried. */
  readonly otherSecrets?: readonly string[] | undefined
}

/** What else may be known, and what it may cost. */
export interface DiagnoseOptions {
  /** Hosts, with a port or without, by which the Consumer may know the server. */
  readonly hosts?: readonly string[] | undefined
  /** Beginnings of paths that a proxy may take away, such as `/api`. */
  readonly prefixes?: readonly string[] | undefined
  /** What the diagnosis may cost. {@link DEFAULT_BUDGET} if it is left out. */
  readonly budget?: Partial<Budget> | undefined
  /** The base string that the server computed, to compare with that of the request. Needs no key. */
  readonly expectedBaseString?: string | undefined
  /** The current time in seconds since 1970, to compare with `oauth_timestamp`. Without it, nothing is compared. */
  readonly nowSeconds?: number | undefined
  /**
   * How the service departs from RFC 5849 when it signs. What is right in the dialect is right, and a
   * request that was signed without it is explained.
   */
  readonly dialect?: Dialect | undefined
}

/** The request that is looked at. */
export type DiagnosedRequest = (ReceivedRequest | CollectedRequest) & {
  /**
   * The URL as the program of the Consumer has it, if it is known: with its fragment, its dot segments and
   * the letters of its host, none of which a server receives. `url` is used if it is left out.
   */
  readonly typedUrl?: string | undefined
}

/** The signature is what RFC 5849 says, or the dialect if one is given. */
export interface RightSignature {
  /** Tells the outcomes apart. */
  readonly verdict: 'right'
  /** What is wrong apart from the signature, in sentences. */
  readonly remarks: readonly string[]
}

/**
 * It is known what the Consumer has signed: a proof, not a guess, because the signature that was
 * sent fits.
 */
export interface ExplainedSignature {
  /** Tells the outcomes apart. */
  readonly verdict: 'explained'
  /**
   * The explanations: each one departure, or two that happened together. All of them give the same
   * base string for this request, so that they cannot be distinguished.
   */
  readonly explanations: readonly (readonly Departure[])[]
  /** What was to be signed, and what was. */
  readonly alignment: Alignment
}

/** Nothing fits, or the request is too large to be diagnosed. */
export interface UnexplainedSignature {
  /** Tells the outcomes apart. */
  readonly verdict: 'unexplained'
  /** The departures that were tried, and would have given another signature. */
  readonly ruledOut: readonly Departure[]
  /** How many pairs of departures were tried. */
  readonly pairs: number
  /** Whether not all were tried: the budget has ended, or the request is too large. */
  readonly isCutShort: boolean
  /** What was not looked at because it is too large, in sentences; none if all was. */
  readonly remarks: readonly string[]
}

/** There is nothing to look for. */
export interface OutOfReach {
  /** Tells the outcomes apart. */
  readonly verdict: 'out-of-reach'
  /** Why. */
  readonly problem: Problem
}

/** The outcomes that a diagnosis can have. */
export type DiagnosisOutcome =
  RightSignature | ExplainedSignature | UnexplainedSignature | OutOfReach

/** What a diagnosis has found. Contains no secret. */
export type Diagnosis = DiagnosisOutcome & {
  /** The outcome in a few sentences, without base strings. */
  readonly summary: string
  /** What it has cost. */
  readonly cost: Cost
  /**
   * How the base string of the server differs from that of the request: empty if it does not,
   * `undefined` if none was given or the request cannot be read.
   */
  readonly differences?: readonly BaseStringDifference[] | undefined
}
