import { percentEncode } from '@oauthplus/core'
import type { CollectedRequest, Dialect, SignatureMethod } from '@oauthplus/core'

import { decodeBody } from './decode-body.js'
import { parseUriParts } from './uri-parts.js'
import type { UriParts } from './uri-parts.js'

/** The location of a parameter in the request. */
export type ParameterPlace = 'header' | 'query' | 'form' | 'body'

/** A parameter to sign. */
export interface PlannedParameter {
  /** The location. */
  readonly place: ParameterPlace
  /** The decoded name. */
  readonly name: string
  /** The decoded value. */
  readonly value: string
  /** The original text in a query or a form. */
  readonly wire?: string | undefined
}

/** A parameter with its two encoded strings. */
export interface EncodedParameter extends PlannedParameter {
  /** The name as it is signed. */
  readonly encodedName: string
  /** The value as it is signed. */
  readonly encodedValue: string
}

/** The parts of the key of a shared-secret method. */
export interface KeyPlan {
  readonly consumerSecret: string
  readonly tokenSecret: string
  readonly encode: (text: string) => string
  readonly join: (consumerSecret: string, tokenSecret: string) => string
}

/**
 * The steps by which a consumer signs. A departure changes one of these steps, so two departures
 * are also a plan.
 */
export interface SigningPlan {
  /** The method as in the first part of the base string. */
  readonly method: string
  readonly uri: UriParts
  readonly encodeUri: (text: string) => string
  readonly parameters: readonly PlannedParameter[]
  readonly encodeName: (text: string) => string
  readonly encodeValue: (text: string) => string
  readonly order: (parameters: readonly EncodedParameter[]) => readonly EncodedParameter[]
  readonly encodeJoined: (text: string) => string
  /** Joins the three encoded parts to form the base string. */
  readonly joinParts: (method: string, uri: string, parameters: string) => string
  /** Builds the base string in the dialect of a service, instead of the steps above. */
  readonly baseString?: Dialect['baseString']
  readonly key: KeyPlan
  readonly signatureMethod: SignatureMethod
  /** The signature in base64, as the method returned it. */
  readonly signature: string
}

/** The input of a plan in addition to the request. */
export interface PlanKeys {
  readonly consumerSecret: string
  readonly tokenSecret: string
  readonly signatureMethod: SignatureMethod
  readonly signature: string
  readonly dialect?: Dialect | undefined
}

/** Section 3.4.2. */
export const USUAL_KEY: Pick<KeyPlan, 'encode' | 'join'> = {
  encode: percentEncode,
  join: (consumerSecret, tokenSecret) => `${consumerSecret}&${tokenSecret}`,
}

/** Creates the plan that RFC 5849, or the dialect of the service, specifies for a request. */
export function createRightPlan(request: CollectedRequest, keys: PlanKeys): SigningPlan {
  const { method, url, header, query, form } = request
  const { consumerSecret, tokenSecret, dialect } = keys
  return {
    // Section 3.4.1.1.
    method: percentEncode(method.toUpperCase()),
    uri: parseUriParts(url),
    encodeUri: percentEncode,
    // Section 3.4.1.3.1.
    parameters: [
      ...placeParameters('header', header, []),
      ...placeParameters('query', query, splitPieces(findQuery(url))),
      ...placeParameters(
        'form',
        form,
        form.length === 0 ? [] : splitPieces(decodeBody(request.body) ?? ''),
      ),
    ].filter(({ name }) => name !== 'oauth_signature'),
    encodeName: percentEncode,
    encodeValue: percentEncode,
    // Section 3.4.1.3.2.
    order: (parameters) => [...parameters].sort(compareParameters),
    encodeJoined: percentEncode,
    // Section 3.4.1.1.
    joinParts: (method, uri, parameters) => `${method}&${uri}&${parameters}`,
    baseString: dialect?.baseString,
    // Section 3.4.2.
    key: {
      consumerSecret,
      tokenSecret,
      ...(dialect?.signingKey === undefined
        ? USUAL_KEY
        : { encode: (text) => text, join: dialect.signingKey }),
    },
    signatureMethod: keys.signatureMethod,
    signature: keys.signature,
  }
}

/** The time of one parameter, in characters. */
const CHARACTERS_PER_PARAMETER = 64

/** Returns the number of characters to read in a plan. */
export function measurePlan({ parameters, uri }: SigningPlan): number {
  const { host, path, suffix } = uri
  let size = host.length + path.length + suffix.length
  for (const { name, value } of parameters) {
    size += CHARACTERS_PER_PARAMETER + name.length + value.length
  }
  return size
}

/** Joins names and values as in a form. */
export function joinPairs(parameters: readonly EncodedParameter[]): string {
  return parameters
    .map(({ encodedName, encodedValue }) => `${encodedName}=${encodedValue}`)
    .join('&')
}

/** Returns the query of a URL, unchanged. */
export function findQuery(url: string): string {
  return /\?([^#]*)/.exec(url)?.[1] ?? ''
}

/** Compares code units, which are bytes in ASCII. */
export function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareParameters(a: EncodedParameter, b: EncodedParameter): number {
  return (
    compareStrings(a.encodedName, b.encodedName) || compareStrings(a.encodedValue, b.encodedValue)
  )
}

function splitPieces(text: string): readonly string[] {
  return text.split('&').filter((piece) => piece !== '')
}

function placeParameters(
  place: ParameterPlace,
  parameters: CollectedRequest['query'],
  pieces: readonly string[],
): readonly PlannedParameter[] {
  return parameters.map(([name, value], index) => ({ place, name, value, wire: pieces[index] }))
}
