import { assertAccepted } from './assertions.js'
import {
  createAcceptedCheck,
  createControlCheck,
  createRefusedCheck,
  createRefusedChecks,
  replaceParameter,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { SignedOptions } from './provider-context.js'

const VERIFY = 'RFC 5849 3.2'

/** Wrong signatures: id, description, change. */
const SIGNATURES: readonly (readonly [
  id: string,
  what: string,
  change: (value: string) => string,
])[] = [
  ['wrong', 'is wrong', () => 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ['empty', 'is empty', () => ''],
  ['truncated', 'is cut short', (value) => value.slice(0, 8)],
  ['extended', 'is followed by more', (value) => `${value}x`],
  ['lower-case', 'is in another case', (value) => value.toLowerCase()],
  ['not-ascii', 'is not ASCII', () => 'ééé'],
  [
    'one-character',
    'differs in its first octet',
    (value) => (value.startsWith('A') ? 'B' : 'A') + value.slice(1),
  ],
  ['last-character', 'differs in its last octet', changeLastOctet],
  [
    'second-half',
    'is right in its first half only',
    (value) => `${value.slice(0, 13)}AAAAAAAAAAAAAA=`,
  ],
]

function changeLastOctet(value: string): string {
  const end = value.includes('=') ? value.indexOf('=') : value.length
  return `${value.slice(0, end - 1)}${value[end - 1] === 'A' ? 'Q' : 'A'}${value.slice(end)}`
}

const createKeyOptions = (keys: SignedOptions['keys']): SignedOptions => ({ keys })

/** The signature, section 3.2. */
export const verificationChecks: readonly ProviderCheck[] = [
  createControlCheck(
    { id: 'verify.right', title: 'Lets a request through that is signed rightly', section: VERIFY },
    async (context) => {
      assertAccepted(await context.sendResourceRequest({ token: await context.createToken() }))
    },
  ),
  ...(['header', 'form', 'query'] as const).map((transmission) =>
    createAcceptedCheck(
      {
        id: `verify.signature-with-plus-by-${transmission}`,
        title: `Accepts a signature with + and / by ${transmission}`,
        section: 'RFC 5849 3.6',
        needs: transmission === 'header' ? [] : [`${transmission}-transmission`],
      },
      {
        method: transmission === 'form' ? 'POST' : 'GET',
        transmission,
        signatureContains: ['+', '/'],
      },
    ),
  ),
  ...SIGNATURES.map(([id, what, change]) =>
    createRefusedCheck(
      {
        id: `verify.signature-${id}`,
        title: `Refuses a signature that ${what}`,
        section: VERIFY,
        severity: 'critical',
      },
      { sent: replaceParameter('oauth_signature', change) },
    ),
  ),
  ...createRefusedChecks(
    401,
    {
      id: 'verify.wrong-consumer-secret',
      title: 'Refuses a signature made with a wrong consumer secret',
      section: 'RFC 5849 3.4.2',
      severity: 'critical',
    },
    createKeyOptions({ consumerSecret: 'wrong-secret' }),
  ),
  ...createRefusedChecks(
    401,
    {
      id: 'verify.wrong-token-secret',
      title: 'Refuses a signature made with a wrong token secret',
      section: 'RFC 5849 3.4.2',
      severity: 'critical',
    },
    createKeyOptions({ tokenSecret: 'wrong-secret' }),
  ),
  createRefusedCheck(
    {
      id: 'verify.empty-token-secret',
      title: 'Refuses a signature made without the token secret',
      section: 'RFC 5849 3.4.2',
      severity: 'critical',
    },
    createKeyOptions({ tokenSecret: '' }),
  ),
  createRefusedCheck(
    {
      id: 'verify.empty-secrets',
      title: 'Refuses a signature made with no secret at all',
      section: 'RFC 5849 3.4.2',
      severity: 'critical',
    },
    createKeyOptions({ consumerSecret: '', tokenSecret: '' }),
  ),
]
