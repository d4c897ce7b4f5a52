import { computeBodyHash, getHashName } from '../reference/index.js'
import { getSignatureMethod } from './get-signature-method.js'
import {
  createAcceptedCheck,
  addParameter,
  createRefusedCheck,
  replaceParameter,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'

const HASH = { section: 'Body Hash 3.2', needs: ['body-hash'] } as const
const JSON_BODY = '{"amount":1}'
const JSON_TYPE = 'application/json'

/** Creates the options of a request with the hash that belongs to its signature method. */
function createHashOptions(options: SignedOptions = {}) {
  return ({ config }: Pick<ProviderContext, 'config'>): SignedOptions => {
    const method = options.signatureMethod ?? getSignatureMethod(config.consumer, config)
    const hash = computeBodyHash(JSON_BODY, getHashName(method))
    return {
      method: 'POST',
      body: JSON_BODY,
      contentType: JSON_TYPE,
      protocol: addParameter('oauth_body_hash', hash),
      ...options,
    }
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
    createHashOptions({ protocol: (pairs) => pairs }),
  ),
  createRefusedCheck(
    {
      id: 'body-hash.tampered',
      title: 'Refuses a body that was changed',
      ...HASH,
      severity: 'critical',
    },
    createHashOptions({
      message: (message) => ({ ...message, body: Buffer.from('{"amount":9}') }),
    }),
  ),
  createRefusedCheck(
    {
      id: 'body-hash.put-tampered',
      title: 'Refuses the body of a PUT that was changed',
      ...HASH,
      severity: 'critical',
    },
    createHashOptions({
      method: 'PUT',
      message: (message) => ({ ...message, body: Buffer.from('{"amount":9}') }),
    }),
  ),
  createRefusedCheck(
    { id: 'body-hash.wrong', title: 'Refuses a wrong hash', ...HASH, severity: 'critical' },
    createHashOptions({ protocol: addParameter('oauth_body_hash', 'AAAA') }),
  ),
  createRefusedCheck(
    { id: 'body-hash.empty', title: 'Refuses an empty hash', ...HASH, severity: 'high' },
    createHashOptions({ protocol: addParameter('oauth_body_hash', '') }),
  ),
  createRefusedCheck(
    {
      id: 'body-hash.removed-body',
      title: 'Refuses a hash whose body was taken away',
      ...HASH,
      severity: 'critical',
    },
    createHashOptions({
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
      title: 'Refuses a body hash with a form',
      section: 'Body Hash 3.1',
      needs: ['body-hash'],
    },
    ({ config }) => ({
      method: 'POST',
      form: 'a=1',
      protocol: addParameter(
        'oauth_body_hash',
        computeBodyHash('a=1', getHashName(getSignatureMethod(config.consumer, config))),
      ),
    }),
  ),
  createRefusedCheck(
    {
      id: 'body-hash.replaced',
      title: 'Refuses a hash that was changed together with the body',
      ...HASH,
      severity: 'critical',
    },
    ({ config }) =>
      createHashOptions({
        sent: replaceParameter(
          'oauth_body_hash',
          computeBodyHash('{"amount":9}', getHashName(getSignatureMethod(config.consumer, config))),
        ),
        message: (message) => ({ ...message, body: Buffer.from('{"amount":9}') }),
      })({ config }),
  ),
  createAcceptedCheck(
    {
      id: 'body-hash.sha256',
      title: 'Hashes by SHA-256 under HMAC-SHA256',
      section: 'Body Hash 3.2',
      needs: ['body-hash', 'hmac-sha256'],
    },
    createHashOptions({ signatureMethod: 'HMAC-SHA256' }),
  ),
]
