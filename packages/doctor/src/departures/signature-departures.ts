import { SIGNATURE_METHODS } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import type { SigningPlan } from '../signing-plan.js'
import { createHashMethods } from './create-hash-methods.js'
import { createSwappedMethod } from './create-swapped-method.js'
import { isShared } from './is-shared.js'
import { citeRfc } from './sections.js'

const SECTION = citeRfc('3.4')
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
// From SHA-1 to an 8,192-bit RSA key.
const HEX = /^(?:[0-9a-fA-F]{2}){20,1024}$/

/** Classifies a signature by what it would be if it were written correctly. */
function replaceSignature(
  plan: SigningPlan,
  signature: string | undefined,
): readonly SigningPlan[] {
  if (signature === undefined || signature === plan.signature || !BASE64.test(signature)) return []
  return [{ ...plan, signature }]
}

/** Mistakes in the digest, and in the encoding of the signature. */
export const SIGNATURE_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'digest-other',
    stage: 'digest',
    rarity: 1,
    title: 'The signature was made with another method than oauth_signature_method names.',
    section: SECTION,
    libraries: [],
    remedy: 'Set oauth_signature_method and the hash function together.',
    apply: (plan) =>
      SIGNATURE_METHODS.filter(
        ({ name, family }) =>
          name !== plan.signatureMethod.name &&
          name !== 'PLAINTEXT' &&
          family === plan.signatureMethod.family,
      ).map((signatureMethod) => ({ ...plan, signatureMethod })),
  },
  {
    id: 'hash-without-key',
    stage: 'digest',
    rarity: 2,
    title: 'The signature is a plain hash of the base string, not an HMAC.',
    section: citeRfc('3.4.2'),
    libraries: [],
    remedy: 'Compute an HMAC of the base string, with both secrets as the key.',
    apply: (plan) =>
      createHashMethods(plan.signatureMethod).map((signatureMethod) => ({
        ...plan,
        signatureMethod,
      })),
  },
  {
    id: 'hmac-arguments-swapped',
    stage: 'digest',
    rarity: 2,
    title: 'The key and the base string were swapped when the HMAC was computed.',
    section: citeRfc('3.4.2'),
    libraries: [],
    remedy: 'The base string is the message of the HMAC, and the two secrets are its key.',
    apply: (plan) =>
      isShared(plan)
        ? [{ ...plan, signatureMethod: createSwappedMethod(plan.signatureMethod) }]
        : [],
  },
  {
    id: 'signature-encoded-twice',
    stage: 'signature',
    rarity: 1,
    title: 'The signature was encoded twice for the header.',
    section: citeRfc('3.5.1'),
    libraries: [],
    remedy: 'Encode the signature once.',
    apply: (plan) => replaceSignature(plan, decodeString(plan.signature)),
  },
  {
    id: 'signature-not-encoded',
    stage: 'signature',
    rarity: 1,
    title: 'The signature was not encoded, so its "+" became spaces.',
    section: citeRfc('3.5.2'),
    libraries: [],
    remedy: 'Percent-encode the signature in a query or a form.',
    apply: (plan) => replaceSignature(plan, plan.signature.replaceAll(' ', '+')),
  },
  {
    id: 'signature-hexadecimal',
    stage: 'signature',
    rarity: 1,
    title: 'The signature was sent in hexadecimal.',
    section: SECTION,
    libraries: ['signers that use CryptoJS without its base64 encoder'],
    remedy: 'Encode the digest bytes in base64.',
    apply: (plan) => replaceSignature(plan, hexToBase64(plan.signature)),
  },
  {
    id: 'signature-base64-of-hexadecimal',
    stage: 'signature',
    rarity: 1,
    title: 'The hexadecimal string of the signature was encoded in base64, instead of its bytes.',
    section: SECTION,
    libraries: ['signers that use PHP’s hash_hmac without its last argument'],
    remedy: 'Encode the digest bytes in base64.',
    apply: (plan) => replaceSignature(plan, hexToBase64(decodeBase64(plan.signature) ?? '')),
  },
  {
    id: 'signature-in-base64-twice',
    stage: 'signature',
    rarity: 2,
    title: 'The signature was encoded in base64 twice.',
    section: SECTION,
    libraries: [],
    remedy: 'Encode the digest bytes in base64 once.',
    apply: (plan) => replaceSignature(plan, decodeBase64(plan.signature)),
  },
  {
    id: 'signature-of-printed-line',
    stage: 'signature',
    rarity: 2,
    title: 'The output line of a command was sent as the signature, directly or in base64.',
    section: SECTION,
    libraries: ['scripts that use openssl dgst or sha1sum'],
    remedy: 'Encode the digest bytes in base64: openssl dgst -binary … | base64.',
    apply: (plan) =>
      replaceSignature(
        plan,
        readPrintedLine(plan.signature) ?? readPrintedLine(decodeBase64(plan.signature) ?? ''),
      ),
  },
  {
    id: 'signature-in-base64url',
    stage: 'signature',
    rarity: 2,
    title: 'The signature was encoded in base64url, or without its padding.',
    section: SECTION,
    libraries: ['signers that use base64url'],
    remedy: 'Use base64 with "+", "/" and padding.',
    apply: (plan) => {
      // Base64 ends in at most two "=".
      const bare = plan.signature
        .replaceAll('-', '+')
        .replaceAll('_', '/')
        .replace(/={1,2}$/, '')
      return replaceSignature(plan, bare + '='.repeat((4 - (bare.length % 4)) % 4))
    },
  },
  {
    id: 'signature-with-white-space',
    stage: 'signature',
    rarity: 2,
    title: 'The signature contains or is surrounded by white space.',
    section: SECTION,
    libraries: ['signers that use Python’s encodestring or base64 -w 76'],
    remedy: 'Remove line breaks from the base64 string.',
    apply: (plan) => replaceSignature(plan, plan.signature.replace(/\s+/g, '')),
  },
]

function decodeString(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function hexToBase64(text: string): string | undefined {
  if (!HEX.test(text)) return undefined
  return btoa(text.replace(/../g, (digits) => String.fromCharCode(parseInt(digits, 16))))
}

/** Reads `SHA1(stdin)= …`, `… -`, or the digits and a line break. */
function readPrintedLine(text: string): string | undefined {
  const digits = text
    .trimEnd()
    .replace(/^[\w-]{0,16}\(stdin\)= ?/, '')
    .replace(/ [ *]-$/, '')
  // Another departure handles the digits without a line.
  return digits === text ? undefined : hexToBase64(digits)
}

function decodeBase64(text: string): string | undefined {
  try {
    return atob(text)
  } catch {
    return undefined
  }
}
