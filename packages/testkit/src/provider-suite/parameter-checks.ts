import { assertThat } from '../checks/assert-that.js'
import { getResponse } from './assertions.js'
import {
  createAcceptedCheck,
  createCheck,
  addParameter,
  createRefusedCheck,
  createRefusedChecks,
  replaceParameter,
  removeParameter,
  useRandomTimestamp,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import { describeResponse } from './token-response.js'

const REQUIRED = ['oauth_consumer_key', 'oauth_signature_method', 'oauth_timestamp', 'oauth_nonce']
const VERIFY = 'RFC 5849 3.2'

/** The required parameters and their names, section 3.1. */
export const parameterChecks: readonly ProviderCheck[] = [
  ...REQUIRED.flatMap((name) =>
    createRefusedChecks(
      400,
      {
        id: `absent.${name}`,
        title: `Refuses a request without ${name}`,
        section: 'RFC 5849 3.1',
        severity: name === 'oauth_nonce' || name === 'oauth_timestamp' ? 'high' : undefined,
      },
      {
        protocol: (pairs) =>
          removeParameter(name)(name === 'oauth_nonce' ? useRandomTimestamp(pairs) : pairs),
      },
    ),
  ),
  ...createRefusedChecks(
    400,
    {
      id: 'absent.oauth_signature',
      title: 'Refuses a request without oauth_signature',
      section: 'RFC 5849 3.1',
      severity: 'critical',
    },
    { sent: removeParameter('oauth_signature') },
  ),
  ...REQUIRED.map((name) =>
    createRefusedCheck(
      {
        id: `empty.${name}`,
        title: `Refuses an empty ${name}`,
        section: 'RFC 5849 3.1',
        level: name === 'oauth_nonce' || name === 'oauth_timestamp' ? 'SHOULD' : 'MUST',
      },
      {
        protocol: (pairs) =>
          replaceParameter(name, '')(name === 'oauth_nonce' ? useRandomTimestamp(pairs) : pairs),
      },
    ),
  ),
  createAcceptedCheck(
    {
      id: 'version.absent',
      title: 'Accepts a request without oauth_version',
      section: 'RFC 5849 3.1',
    },
    { protocol: removeParameter('oauth_version') },
  ),
  ...['2.0', '1.1', '1', ''].map((version) =>
    createRefusedCheck(
      {
        id: `version.${version === '' ? 'empty' : version}`,
        title: `Refuses oauth_version ${JSON.stringify(version)}`,
        section: VERIFY,
      },
      { protocol: replaceParameter('oauth_version', version) },
    ),
  ),
  createCheck(
    {
      id: 'version.status',
      title: 'Refuses an unknown oauth_version by status 400',
      section: VERIFY,
      level: 'SHOULD',
    },
    async (context) => {
      const exchange = await context.sendResourceRequest({
        protocol: replaceParameter('oauth_version', '2.0'),
      })
      assertThat(getResponse(exchange).status === 400, 'status 400', describeResponse(exchange))
    },
  ),
  createRefusedCheck(
    {
      id: 'parameters.case',
      title: 'Takes parameter names by their case',
      section: 'RFC 5849 3.1',
    },
    {
      protocol: (pairs) =>
        pairs.map(([name, value]) => [
          name === 'oauth_consumer_key' ? 'OAUTH_CONSUMER_KEY' : name,
          value,
        ]),
    },
  ),
  createAcceptedCheck(
    {
      id: 'parameters.unknown-extension',
      title: 'Signs an oauth_ parameter that it does not know like any other',
      section: 'RFC 5849 3.1',
      level: 'SHOULD',
    },
    { protocol: addParameter('oauth_extension', 'a b') },
  ),
  ...createRefusedChecks(
    400,
    {
      id: 'method.unknown',
      title: 'Refuses a signature method that there is not',
      section: VERIFY,
    },
    { protocol: replaceParameter('oauth_signature_method', 'HMAC-MD5') },
  ),
  createRefusedCheck(
    {
      id: 'method.case',
      title: 'Takes the names of signature methods by their case',
      section: 'RFC 5849 3.1',
    },
    { protocol: replaceParameter('oauth_signature_method', 'hmac-sha1') },
  ),
]
