import { computeBodyHash } from '../reference/index.js'
import {
  createAcceptedCheck,
  addParameter,
  createRefusedCheck,
  replaceParameter,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { SignedOptions } from './provider-context.js'

const HASH = { section: 'Body Hash 3.2', needs: ['body-hash'] } as const
const JSON_BODY = '{"amount":1}'
const JSON_TYPE = 'application/json'

function createHashOptions(
  hash = 'sha1' as 'sha1' | 'sha256',
  options: SignedOptions = {},
): SignedOptions {
  return {
    method: 'POST',
    body: JSON_BODY,
    contentType: JSON_TYPE,
    protocol: addParameter('oauth_body_hash', computeBodyHash(JSON_BODY, hash)),
    ...options,
  }
}

/** The Request Body Hash extension. */
export const bodyHashChecks: readonly ProviderCheck[] = [
  createAcceptedCheck(
    { id: 'body-hash.right', title: 'Accepts the right hash of a body', ...HASH },
    createHashOptions(),
  ),
  createAcceptedCheck(
    { id: 'body-hash.absent', title: 'Accepts a body without a hash', ...HASH, level: 'SHOULD' },
    createHashOptions('sha1', { protocol: (pairs) => pairs }),
  ),
  createRefusedCheck(
    {
      id: 'body-hash.tampered',
      title: 'Refuses a body that was changed',
      ...HASH,
      severity: 'critical',
    },
    createHashOptions('sha1', {
      message: (message) => ({ ...message, body: Buffer.from('{"amount":9}') }),
    }),
  ),
  createRefusedCheck(
    { id: 'body-hash.wrong', title: 'Refuses a wrong hash', ...HASH, severity: 'critical' },
    createHashOptions('sha1', { protocol: addParameter('oauth_body_hash', 'AAAA') }),
  ),
  createRefusedCheck(
    { id: 'body-hash.empty', title: 'Refuses an empty hash', ...HASH, severity: 'high' },
    createHashOptions('sha1', { protocol: addParameter('oauth_body_hash', '') }),
  ),
  createRefusedCheck(
    {
      id: 'body-hash.removed-body',
      title: 'Refuses a hash whose body was taken away',
      ...HASH,
      severity: 'critical',
    },
    createHashOptions('sha1', {
      message: (message) => ({
        ...message,
        body: Buffer.alloc(0),
        headers: message.headers.map(([name, value]) => [
          name,
          name === 'Content-Length' ? '0' : value,
        ]),
      }),
    }),
  ),
  createRefusedCheck(
    {
      id: 'body-hash.on-form',
      title: 'Refuses a hash beside a form',
      section: 'Body Hash 3.1',
      needs: ['body-hash'],
    },
    {
      method: 'POST',
      form: 'a=1',
      protocol: addParameter('oauth_body_hash', computeBodyHash('a=1', 'sha1')),
    },
  ),
  createRefusedCheck(
    {
      id: 'body-hash.replaced',
      title: 'Refuses a hash that was changed together with the body',
      ...HASH,
      severity: 'critical',
    },
    createHashOptions('sha1', {
      sent: replaceParameter('oauth_body_hash', computeBodyHash('{"amount":9}', 'sha1')),
      message: (message) => ({ ...message, body: Buffer.from('{"amount":9}') }),
    }),
  ),
  createAcceptedCheck(
    {
      id: 'body-hash.sha256',
      title: 'Hashes by SHA-256 under HMAC-SHA256',
      section: 'Body Hash 3.2',
      needs: ['body-hash', 'hmac-sha256'],
    },
    createHashOptions('sha256', { signatureMethod: 'HMAC-SHA256' }),
  ),
]
