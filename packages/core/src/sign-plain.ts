import { addAuthorization } from './add-authorization.js'
import { argumentError, nameError } from './argument-error.js'
import { joinBaseString } from './join-base-string.js'
import { createSigningKey } from './create-signing-key.js'
import { describeValue } from './describe-value.js'
import type { Dialect } from './dialect.js'
import {
  encodeAgain,
  encodeParameter,
  encodeParameters,
  joinForBaseString,
} from './encoded-parameters.js'
import type { EncodedParameters } from './encoded-parameters.js'
import { parseForm } from './form.js'
import { findHeaderValues } from './find-header-values.js'
import { joinUsualParameters } from './join-usual-parameters.js'
import { nameOption } from './name-option.js'
import { createNonce } from './nonce.js'
import type { ParameterList } from './parameter-list.js'
import { isOAuthPair } from './is-oauth-pair.js'
import { percentEncode } from './percent-encode.js'
import type { PlainUnsigned } from './plain-unsigned.js'
import { readUnsigned } from './read-unsigned.js'
import type { ReadRequest, Unsigned } from './read-unsigned.js'
import type * as UnusualSigning from './unusual-signing.js'
import type { SignatureMethod, SigningKeys } from './signature-method.js'
import type { Credentials, PlainSigningOptions, SignedRequest } from './signing.js'

const NONE: ParameterList = []

/** The signing party and its method. @internal */
export interface Signer {
  /** The consumer and, if there is one, the token. */
  readonly credentials: Credentials
  /** The method. */
  readonly method: SignatureMethod
  /** Loads what signs in the query or the body, or with a body hash, which most programs never do. */
  readonly loadUnusualSigning: () => typeof UnusualSigning | Promise<typeof UnusualSigning>
}

/**
 * Signs a request as `signRequest` does, for a caller that has checked the types of everything.
 *
 * @param request The request, its headers as pairs and its body in memory.
 * @param signer The credentials and the method.
 * @param options Place and values of the protocol parameters.
 *
 * @returns The request to send.
 *
 * @throws What `signRequest` throws, except for values of a wrong type.
 *
 * @internal
 */
export async function signPlain(
  request: PlainUnsigned,
  signer: Signer,
  options: PlainSigningOptions,
): Promise<SignedRequest> {
  const { credentials, method } = signer
  try {
    const read = readUnsigned(request)
    const { unsigned, formBody, own } = read
    const others = formBody === '' ? own.query : own.query.concat(own.form)
    const isProtocolElsewhere = others.some(isOAuthPair)
    const isUsual = !isProtocolElsewhere && isUsualSigning(unsigned, options)
    const loaded = isUsual ? undefined : signer.loadUnusualSigning()
    const unusual = loaded instanceof Promise ? await loaded : loaded
    unusual?.refuseUnusual({ unsigned, own, method }, options)
    const hash =
      options.sendBodyHash === true ? await unusual?.hashUnsigned(unsigned, method) : undefined
    const { protocol, encoded } = createProtocolParameters(credentials, options, {
      method: method.name,
      hash,
    })
    // The added parameters differ for each request, and contain the hash of this body.
    if (options.parameters !== undefined || isProtocolElsewhere) {
      const { transmission } = options
      await unusual?.refuseRepeated(others.concat(encoded), unsigned, {
        method,
        transmission,
        hash,
      })
    }
    const baseString = createBaseString(read, options, {
      others,
      protocol,
      encoded,
      isProtocolElsewhere,
    })
    const signed = method.sign(baseString, createSigningKeys(credentials, method, options.dialect))
    const signature = typeof signed === 'string' ? signed : await signed
    assertSignature(signature, method)
    protocol.push(['oauth_signature', signature])
    encoded.push(['oauth_signature', percentEncode(signature)])
    const sent = unusual
      ? unusual.transmit(unsigned, encoded, options)
      : addAuthorization(unsigned, encoded, options.realm)
    return {
      method: sent.method,
      url: sent.url,
      headers: sent.headers,
      body: sent.body,
      parameters: protocol,
      baseString,
      signature,
    }
  } catch (error) {
    throw nameError('signRequest', error)
  }
}

function isUsualSigning(
  { headers }: Unsigned,
  { transmission = 'header', sendBodyHash = false, parameters }: PlainSigningOptions,
): boolean {
  return (
    transmission === 'header' &&
    !sendBodyHash &&
    parameters === undefined &&
    findHeaderValues(headers, 'authorization').length === 0
  )
}

function createBaseString(
  { unsigned: { method, url }, baseStringUri, formBody }: ReadRequest,
  { dialect, unsentParameters = NONE }: PlainSigningOptions,
  parameters: {
    readonly others: EncodedParameters
    readonly protocol: ParameterList
    readonly encoded: EncodedParameters
    readonly isProtocolElsewhere: boolean
  },
): string {
  const { others, protocol, encoded, isProtocolElsewhere } = parameters
  if (dialect?.baseString) {
    const signed = parseForm(formBody).concat(protocol, unsentParameters)
    return dialect.baseString({ method, url, parameters: signed })
  }
  const beside = others.concat(encodeParameters(unsentParameters))
  const isMixed = isProtocolElsewhere || unsentParameters.some(isOAuthPair)
  const usual = isMixed ? undefined : joinUsualParameters(encoded, encodeAgain)
  const normalized =
    usual === undefined
      ? joinForBaseString(beside.concat(encoded))
      : joinForBaseString(beside, usual)
  return joinBaseString(method, baseStringUri, normalized)
}

function assertSignature(signature: unknown, method: SignatureMethod): void {
  if (typeof signature === 'string' && signature !== '') return
  throw argumentError(
    `signRequest: signatureMethod ${method.name} gave ${describeValue(signature)} in place of a signature. Its sign function must give a string that is not empty`,
  )
}

function createProtocolParameters(
  { consumer, token }: Credentials,
  options: PlainSigningOptions,
  computed: { readonly method: string; readonly hash: string | undefined },
): {
  readonly protocol: (readonly [name: string, value: string])[]
  readonly encoded: EncodedParameters
} {
  const protocol: (readonly [name: string, value: string])[] = []
  const encoded: EncodedParameters = []
  let option = ''
  const add = (name: string, value: string | undefined): void => {
    if (value === undefined) return
    option = name
    const parameter = [name, value] as const
    const encodedValue = percentEncode(value)
    protocol.push(parameter)
    // The names contain nothing to encode.
    encoded.push(encodedValue === value ? parameter : [name, encodedValue])
  }
  // For what is made here, and so contains nothing to encode.
  const addPlain = (name: string, value: string): void => {
    const parameter = [name, value] as const
    protocol.push(parameter)
    encoded.push(parameter)
  }
  try {
    add('oauth_consumer_key', consumer.key)
    add('oauth_token', token?.key)
    add('oauth_signature_method', computed.method)
    addPlain('oauth_timestamp', String(options.timestampSeconds ?? Math.floor(Date.now() / 1000)))
    if (options.nonce === undefined) addPlain('oauth_nonce', createNonce())
    else add('oauth_nonce', options.nonce)
    if (options.sendVersion !== false) addPlain('oauth_version', '1.0')
    add('oauth_callback', options.callback)
    add('oauth_verifier', options.verifier)
    add('oauth_body_hash', computed.hash)
    option = 'parameters'
    for (const parameter of options.parameters ?? []) {
      protocol.push(parameter)
      encoded.push(encodeParameter(parameter))
    }
  } catch (error) {
    throw nameOption(option, error)
  }
  return { protocol, encoded }
}

function createSigningKeys(
  { consumer, token }: Credentials,
  method: SignatureMethod,
  dialect: Dialect | undefined,
): SigningKeys {
  if (method.family === 'shared-secret' && consumer.secret === undefined) {
    throw argumentError(
      `credentials.consumer.secret must be given, because ${method.name} signs with it`,
      'ERR_INVALID_ARG_TYPE',
    )
  }
  // Verifiers take an empty key for no token, and no token has no secret.
  if (token?.key === '' && token.secret !== '') {
    throw argumentError(
      'credentials.token.secret must be empty if token.key is empty, or the key is missing. Give the key, or leave out the token',
    )
  }
  const consumerSecret = consumer.secret ?? ''
  const tokenSecret = token?.secret ?? ''
  try {
    return {
      consumerSecret,
      tokenSecret,
      privateKey: consumer.privateKey,
      signingKey: createSigningKey(consumerSecret, tokenSecret, dialect),
    }
  } catch (error) {
    throw nameOption('consumer.secret or token.secret', error)
  }
}
