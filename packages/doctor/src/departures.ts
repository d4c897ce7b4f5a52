import { describeDeparture } from './departure.js'
import type { Departure, KnownDeparture } from './departure.js'
import { AUTHORITY_DEPARTURES } from './departures/authority-departures.js'
import { BASE_STRING_DEPARTURES } from './departures/base-string-departures.js'
import { BODY_DEPARTURES } from './departures/body-departures.js'
import { CHARACTER_DEPARTURES } from './departures/character-departures.js'
import { ENCODING_DEPARTURES } from './departures/encoding-departures.js'
import { FORWARDED_DEPARTURES } from './departures/forwarded-departures.js'
import { JOIN_DEPARTURES } from './departures/join-departures.js'
import { KEY_DEPARTURES } from './departures/key-departures.js'
import { METHOD_DEPARTURES } from './departures/method-departures.js'
import { NAME_DEPARTURES } from './departures/name-departures.js'
import { ORDER_DEPARTURES } from './departures/order-departures.js'
import { PAIR_DEPARTURES } from './departures/pair-departures.js'
import { PATH_DEPARTURES } from './departures/path-departures.js'
import { PROTOCOL_DEPARTURES } from './departures/protocol-departures.js'
import { SUBSET_DEPARTURES } from './departures/subset-departures.js'
import { QUERY_DEPARTURES } from './departures/query-departures.js'
import { REPEATED_DEPARTURES } from './departures/repeated-departures.js'
import { REWRITTEN_PATH_DEPARTURES } from './departures/rewritten-path-departures.js'
import { SIGNATURE_DEPARTURES } from './departures/signature-departures.js'
import { TEXT_DEPARTURES } from './departures/text-departures.js'

/**
 * All departures with their functions, in the order of the signing steps. In a pair, the earlier
 * one is applied first.
 */
export const KNOWN_DEPARTURES: readonly KnownDeparture[] = [
  ...METHOD_DEPARTURES,
  ...AUTHORITY_DEPARTURES,
  ...PATH_DEPARTURES,
  ...REWRITTEN_PATH_DEPARTURES,
  ...FORWARDED_DEPARTURES,
  // Their results are a special case of the departures of the query and of repeated names.
  ...PAIR_DEPARTURES,
  ...QUERY_DEPARTURES,
  ...BODY_DEPARTURES,
  ...SUBSET_DEPARTURES,
  ...REPEATED_DEPARTURES,
  ...NAME_DEPARTURES,
  ...TEXT_DEPARTURES,
  ...ENCODING_DEPARTURES,
  ...CHARACTER_DEPARTURES,
  // These change single values, which no other encoding must touch again.
  ...PROTOCOL_DEPARTURES,
  ...ORDER_DEPARTURES,
  ...BASE_STRING_DEPARTURES,
  ...JOIN_DEPARTURES,
  ...KEY_DEPARTURES,
  ...SIGNATURE_DEPARTURES,
]

/** The departures that {@link diagnose} knows, in the order of the steps of signing. */
export const DEPARTURES: readonly Departure[] = KNOWN_DEPARTURES.map(describeDeparture)
