import {
  bodyHash,
  parseAuthorizationHeader,
  parseForm,
  percentEncode,
  SIGNATURE_METHODS,
} from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { toWireUrl } from '@oauthplus/core/internal'
import { SIGNER_FEATURES } from '../../src/index.js'
import type { SignerResult, SignerFunction, SignerTask } from '../../src/index.js'

import type { Faulty } from './base-provider.js'
import {
  header,
  isSignedForm,
  methodOf,
  normalized,
  queryParameters,
  signingKey,
  uriOf,
} from './base-signing.js'

/** Creates a signer of the pieces of core, but for what is planted. */
export function createBaseSigner(faulty: Faulty = () => false): SignerFunction {
  return async (task) => {
    try {
      return await answer(task, faulty)
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) }
    }
  }
}

async function answer(task: SignerTask, faulty: Faulty): Promise<SignerResult> {
  switch (task.task) {
    case 'describe':
      return { name: 'core of oauthplus', features: SIGNER_FEATURES }
    case 'sign':
      return sign(task, faulty)
    case 'read-header': {
      const read = parseAuthorizationHeader(task.authorization ?? '')
      return read === undefined ? { error: 'another scheme' } : { parameters: read.parameters }
    }
    case 'body-hash': {
      const hash = faulty('body-hash-sha1-always') ? 'SHA-1' : hashBeside(task.signatureMethod)
      return { bodyHash: await bodyHash(task.body ?? '', hash) }
    }
  }
}

async function sign(task: SignerTask, faulty: Faulty): Promise<SignerResult> {
  const { parameters: protocol = [], privateKey } = task
  // Vectors without a secret have null.
  const consumerSecret = task.consumerSecret ?? ''
  const tokenSecret = task.tokenSecret ?? ''
  const { method = '', body, contentType, signatureMethod = '' } = task
  const [address = '', query = ''] = toWireUrl(task.url ?? '')
    .replace(/#.*/s, '')
    .split(/\?(.*)/s)
  const isForm = isSignedForm({ method, url: address, body, contentType }, faulty)
  const parameters: ParameterList = [
    ...queryParameters(query, faulty),
    ...protocol,
    ...(isForm
      ? parseForm(faulty('form-plus-kept') ? (body ?? '').replaceAll('+', '%2B') : (body ?? ''))
      : []),
  ]
  const baseString = [
    percentEncode(faulty('method-as-given') ? method : method.toUpperCase()),
    percentEncode(uriOf(address, faulty)),
    percentEncode(normalized(parameters, faulty)),
  ].join('&')
  const name = methodOf(signatureMethod, faulty)
  const found = SIGNATURE_METHODS.find((known) => known.name === name)
  if (found === undefined) throw new TypeError(`no method ${name}`)
  const signature = await found.sign(baseString, {
    consumerSecret,
    tokenSecret,
    privateKey,
    signingKey: signingKey([consumerSecret, tokenSecret], faulty),
  })
  const authorization = header([...protocol, ['oauth_signature', signature]], faulty)
  const realm =
    task.realm === undefined ? '' : `realm="${task.realm.replaceAll(/["\\]/g, '\\$&')}", `
  return {
    authorization: authorization.replace('OAuth ', () => `OAuth ${realm}`),
    ...(faulty('silent-about-base-string') ? {} : { baseString }),
  }
}

function hashBeside(signatureMethod = ''): 'SHA-1' | 'SHA-256' | 'SHA-512' {
  if (signatureMethod.endsWith('SHA512')) return 'SHA-512'
  return signatureMethod.endsWith('SHA256') ? 'SHA-256' : 'SHA-1'
}
