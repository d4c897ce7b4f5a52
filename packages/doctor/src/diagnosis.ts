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

/** The keys of the sender. */
export interface DiagnosisKeys extends KnownKeys {
  /** Secrets of other consumers, and old secrets of this one. The first 100 are tried. */
  readonly otherSecrets?: readonly string[] | undefined
}

/** Additional information about the request, and limits. */
export interface DiagnoseOptions {
  /** Hosts, with or without a port, by which the consumer may address the server. */
  readonly hosts?: readonly string[] | undefined
  /** Path prefixes that a proxy may remove, such as `/api`. */
  readonly prefixes?: readonly string[] | undefined
  /** The limits of the diagnosis. Defaults to {@link DEFAULT_BUDGET}. */
  readonly budget?: Partial<Budget> | undefined
  /**
   * The base string that the server computed, to compare with that of the request. The comparison
   * needs no key.
   */
  readonly expectedBaseString?: string | undefined
  /**
   * The current time in seconds since 1970, to compare with `oauth_timestamp`. If omitted, the
   * timestamp is not compared.
   */
  readonly nowSeconds?: number | undefined
  /**
   * The service's deviations from RFC 5849 when it signs. Signatures that follow the dialect are
   * correct. If a request was signed without the dialect, the diagnosis explains it.
   */
  readonly dialect?: Dialect | undefined
}

/** The request to diagnose. */
export type DiagnosedRequest = (ReceivedRequest | CollectedRequest) & {
  /**
   * The URL in the consumer's program, if known: with its fragment, its dot segments and the letter
   * case of its host, which a server does not receive. Defaults to `url`.
   */
  readonly typedUrl?: string | undefined
}

/** The signature is correct according to RFC 5849, or to the dialect if there is one. */
export interface RightSignature {
  /** Identifies the outcome. */
  readonly verdict: 'right'
  /** Other problems of the request, as sentences. */
  readonly remarks: readonly string[]
}

/** The mistake is known. This is a proof, not a guess, because the signature that was sent fits. */
export interface ExplainedSignature {
  /** Identifies the outcome. */
  readonly verdict: 'explained'
  /**
   * The explanations. Each is one departure, or two that occurred together. All of them result in
   * the same base string for this request, so they cannot be distinguished.
   */
  readonly explanations: readonly (readonly Departure[])[]
  /** The correct base string, and the one that was signed. */
  readonly alignment: Alignment
}

/** No departure fits, or the request is too large to diagnose. */
export interface UnexplainedSignature {
  /** Identifies the outcome. */
  readonly verdict: 'unexplained'
  /** The departures that were tried. They result in other signatures. */
  readonly ruledOut: readonly Departure[]
  /** The number of pairs of departures that were tried. */
  readonly pairs: number
  /**
   * Whether some departures were not tried, because the budget was exhausted or the request is too
   * large.
   */
  readonly isCutShort: boolean
  /**
   * The parts that were not examined because they are too large, as sentences. Empty if everything
   * was examined.
   */
  readonly remarks: readonly string[]
}

/** The request cannot be diagnosed. */
export interface OutOfReach {
  /** Identifies the outcome. */
  readonly verdict: 'out-of-reach'
  /** The reason. */
  readonly problem: Problem
}

/** The possible outcomes of a diagnosis. */
export type DiagnosisOutcome =
  RightSignature | ExplainedSignature | UnexplainedSignature | OutOfReach

/** The result of a diagnosis. Contains no secrets. */
export type Diagnosis = DiagnosisOutcome & {
  /** The outcome in a few sentences, without base strings. */
  readonly summary: string
  /** The cost of the diagnosis. */
  readonly cost: Cost
  /**
   * The differences between the base string of the server and that of the request. Empty if they
   * are equal, `undefined` if no base string was provided or the request cannot be parsed.
   */
  readonly differences?: readonly BaseStringDifference[] | undefined
}
