import {
  createAcceptedCheck,
  addParameter,
  createRefusedChecks,
  createRefusedCheck,
  queryResource,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { SignedOptions } from './provider-context.js'
import type { ProtocolParameters } from './sign-message.js'

const duplicateParameter =
  (name: string, change = (value: string) => value) =>
  (protocol: ProtocolParameters): ProtocolParameters =>
    protocol.flatMap((pair) =>
      pair[0] === name ? [pair, [name, change(pair[1])] as const] : [pair],
    )

const appendQuery = (query: string): SignedOptions => ({
  message: (message) => ({
    ...message,
    target: `${message.target}${message.target.includes('?') ? '&' : '?'}${query}`,
  }),
})

/** The places of protocol parameters and duplicates, sections 3.1 and 3.5. */
export const transmissionChecks: readonly ProviderCheck[] = [
  createAcceptedCheck(
    {
      id: 'transmission.form',
      title: 'Takes protocol parameters in a form',
      section: 'RFC 5849 3.5.2',
      needs: ['form-transmission'],
    },
    { method: 'POST', transmission: 'form', form: 'a=1&b=%E2%98%83' },
  ),
  createAcceptedCheck(
    {
      id: 'transmission.form-alone',
      title: 'Accepts a form with only protocol parameters',
      section: 'RFC 5849 3.5.2',
      needs: ['form-transmission'],
    },
    { method: 'POST', transmission: 'form' },
  ),
  createAcceptedCheck(
    {
      id: 'transmission.query',
      title: 'Takes protocol parameters in the query',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    { transmission: 'query' },
  ),
  createAcceptedCheck(
    {
      id: 'transmission.query-with-others',
      title: 'Takes protocol parameters after others in the query',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    (context) => ({ ...queryResource('z=1&a=%20')(context), transmission: 'query' }),
  ),
  createAcceptedCheck(
    {
      id: 'transmission.query-with-form',
      title: 'Accepts protocol parameters in the query of a request with a form',
      section: 'RFC 5849 3.5.3',
      needs: ['query-transmission'],
    },
    { method: 'POST', transmission: 'query', form: 'a=1' },
  ),
  ...createRefusedChecks(
    400,
    {
      id: 'transmission.header-and-query',
      title: 'Refuses protocol parameters in header and query',
      section: 'RFC 5849 3.5',
      severity: 'medium',
    },
    (context) => ({
      ...queryResource('oauth_version=1.0')(context),
      protocol: (pairs) => pairs.filter(([name]) => name !== 'oauth_version'),
    }),
  ),
  ...createRefusedChecks(
    400,
    {
      id: 'transmission.header-and-form',
      title: 'Refuses protocol parameters in header and form',
      section: 'RFC 5849 3.5',
      severity: 'medium',
    },
    {
      method: 'POST',
      form: 'oauth_version=1.0',
      protocol: (pairs) => pairs.filter(([name]) => name !== 'oauth_version'),
    },
  ),
  createRefusedCheck(
    {
      id: 'transmission.extension-elsewhere',
      title: 'Refuses any other oauth_ parameter in a second place',
      section: 'RFC 5849 3.5',
    },
    queryResource('oauth_extension=1'),
  ),
  createRefusedCheck(
    {
      id: 'transmission.unsigned-token-in-query',
      title: 'Refuses a second oauth_token that nobody signed',
      section: 'RFC 5849 3.5',
      severity: 'critical',
    },
    appendQuery('oauth_token=other'),
  ),
  ...[
    'oauth_token',
    'oauth_consumer_key',
    'oauth_nonce',
    'oauth_timestamp',
    'oauth_signature_method',
  ].flatMap((name) =>
    createRefusedChecks(
      400,
      {
        id: `duplicate.${name}`,
        title: `Refuses two ${name}`,
        section: 'RFC 5849 3.1',
        severity: 'medium',
      },
      { protocol: duplicateParameter(name) },
    ),
  ),
  createRefusedCheck(
    {
      id: 'duplicate.oauth_signature',
      title: 'Refuses two oauth_signature, of which one is right',
      section: 'RFC 5849 3.1',
      severity: 'medium',
    },
    { sent: duplicateParameter('oauth_signature', () => 'wrong') },
  ),
  createRefusedCheck(
    {
      id: 'duplicate.in-query',
      title: 'Refuses two of a protocol parameter in the query',
      section: 'RFC 5849 3.1',
      severity: 'medium',
      needs: ['query-transmission'],
    },
    { transmission: 'query', protocol: duplicateParameter('oauth_nonce', (value) => `${value}x`) },
  ),
  createRefusedCheck(
    {
      id: 'duplicate.extension',
      title: 'Refuses two of an oauth_ parameter that it does not know',
      section: 'RFC 5849 3.1',
    },
    {
      protocol: (pairs) =>
        addParameter('oauth_extension', '1')(addParameter('oauth_extension', '2')(pairs)),
    },
  ),
  createRefusedCheck(
    {
      id: 'duplicate.authorization',
      title: 'Refuses two Authorization headers',
      section: 'RFC 9110 5.3',
      level: 'MAY',
    },
    { headers: [['Authorization', 'OAuth oauth_token="other"']] },
  ),
]
