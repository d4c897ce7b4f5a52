import {
  addParameter,
  createAcceptedCheck,
  createRefusedCheck,
  removeParameter,
  replaceParameter,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProtocolParameters } from './sign-message.js'

const SOURCES = 'RFC 5849 3.4.1.3.1'

/** Changes of the header after signing: id, description, change. */
const CHANGES: readonly (readonly [
  id: string,
  what: string,
  change: (protocol: ProtocolParameters) => ProtocolParameters,
])[] = [
  ['added', 'a parameter was added to the header', addParameter('x_user', 'admin')],
  ['oauth-added', 'an oauth_ parameter was added to the header', addParameter('oauth_x', '1')],
  ['version-removed', 'oauth_version was taken out', removeParameter('oauth_version')],
  [
    'timestamp',
    'the timestamp was changed',
    replaceParameter('oauth_timestamp', (value) => String(Number(value) - 1)),
  ],
  ['nonce', 'the nonce was changed', replaceParameter('oauth_nonce', (value) => `${value}x`)],
]

/** Parameters of the Authorization header as part of the signature, section 3.4.1.3.1. */
export const headerParameterChecks: readonly ProviderCheck[] = [
  createAcceptedCheck(
    {
      id: 'header.other-parameter',
      title: 'Verifies a parameter of the header that does not begin with oauth_',
      section: SOURCES,
    },
    { protocol: addParameter('xoauth_requestor_id', 'jane@example.com') },
  ),
  createAcceptedCheck(
    {
      id: 'header.percent-in-value',
      title: 'Decodes a value of the header once',
      section: 'RFC 5849 3.5.1',
    },
    { protocol: replaceParameter('oauth_nonce', (value) => `${value}%41%252B+`) },
  ),
  ...CHANGES.map(([id, what, change]) =>
    createRefusedCheck(
      {
        id: `tampered.header-${id}`,
        title: `Refuses a request when ${what}`,
        section: SOURCES,
        severity: 'critical',
      },
      { sent: change },
    ),
  ),
  createRefusedCheck(
    {
      id: 'tampered.header-other-parameter',
      title:
        'Refuses a request when a parameter of the header that does not begin with oauth_ was changed',
      section: SOURCES,
      severity: 'critical',
    },
    {
      protocol: addParameter('xoauth_requestor_id', 'jane'),
      sent: replaceParameter('xoauth_requestor_id', 'admin'),
    },
  ),
]
