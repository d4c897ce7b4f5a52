import { parseForm, formatForm, signRequest } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import {
  assertOptions,
  isInteger,
  isNonEmptyString,
  isPairs,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import type { ServiceError } from '../errors/service-error.js'
import { isConsumer } from '../settings/credential-checks.js'
import type { SecretConsumer } from '../client-options.js'
import type { HmacServiceProvider } from '../service-provider.js'
import { decodeXml } from './decode-xml.js'
import type { Preset } from './preset.js'
import { toFormEntries } from './to-form-entries.js'

/**
 * Describes a tool or a platform of LTI 1.1: forms carry the parameters among their fields, and
 * what is not a form (the XML of the outcomes service) the hash of its body.
 */
export const lti11: Preset<HmacServiceProvider> = {
  signatureMethod: 'HMAC-SHA1',
  transmission: 'body',
  sendBodyHash: true,
  readError: readOutcomeError,
  notes: {
    service: 'LTI 1.1',
    source: 'https://www.imsglobal.org/specs/ltiv1p1/implementation-guide',
    verified: false,
    needs: 'signLtiLaunch for launches; no token: client.fetch for outcomes',
  },
}

/** A launch before it is signed. */
export interface LtiLaunch {
  /** The URL of the tool, with its query. */
  readonly url: string
  /** The key and the secret that tool and platform share. */
  readonly consumer: SecretConsumer
  /** The fields of the launch: `lti_version`, `resource_link_id`, `user_id` and so on. */
  readonly parameters: ParameterList
  /** The time, in seconds since 1970. Now by default. */
  readonly timestampSeconds?: number | undefined
  /** The nonce. By default 128 random bits. */
  readonly nonce?: string | undefined
}

const LAUNCH = /* @__PURE__ */ optionChecks<LtiLaunch>({
  required: { url: isNonEmptyString, consumer: isConsumer, parameters: isPairs },
  optional: { timestampSeconds: /* @__PURE__ */ isInteger(0), nonce: isString },
})

/** A form that the user's browser posts. */
export interface LtiLaunchForm {
  /** The URL that it goes to. */
  readonly action: string
  /** All of its hidden fields, in this order. */
  readonly fields: ParameterList
}

/**
 * Signs the launch of an LTI 1.1 tool and returns the form that the user's browser posts. The fields
 * are returned as a browser submits them: a line break is CRLF, whether it was LF, CR or CRLF. Do not
 * give the button of the form a name, because an additional field breaks the signature.
 *
 * @example
 *
 * ```ts
 * const { action, fields } = await signLtiLaunch({
 *   url: 'https://tool.example/launch',
 *   consumer: { key, secret },
 *   parameters: [
 *     ['lti_message_type', 'basic-lti-launch-request'],
 *     ['lti_version', 'LTI-1p0'],
 *     ['resource_link_id', 'chapter-3'],
 *   ],
 * })
 * ```
 *
 * @param launch The tool, the shared secret and the fields.
 *
 * @returns The form's action and fields.
 *
 * @throws `TypeError` `ERR_INVALID_ARG_VALUE` when a browser cannot submit a field: its name is empty, or
 *   it contains U+0000.
 * @throws `OAuthError` `parameter_rejected` when the URL cannot be read, or a field is a
 *   protocol parameter.
 *
 * @see [LTI 1.1, section 4](https://www.imsglobal.org/specs/ltiv1p1/implementation-guide)
 */
export async function signLtiLaunch(launch: LtiLaunch): Promise<LtiLaunchForm> {
  assertOptions('signLtiLaunch', launch, LAUNCH)
  const {
    url,
    consumer,
    parameters,
    nonce,
    timestampSeconds = Math.floor(Date.now() / 1000),
  } = launch
  const signed = await signRequest(
    {
      method: 'POST',
      url,
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: formatForm(toFormEntries('signLtiLaunch', parameters)),
    },
    { consumer },
    {
      signatureMethod: 'HMAC-SHA1',
      transmission: 'body',
      // There is no callback; the guide wants it said so.
      callback: 'about:blank',
      timestampSeconds,
      nonce,
    },
  )
  return { action: signed.url, fields: parseForm(String(signed.body)) }
}

// LTI 1.1, section 6.1.2: a failure of the outcomes service may have the status 200.
function readOutcomeError(body: string): ServiceError | undefined {
  const [, code = 'success'] = /<imsx_codeMajor>(\w{1,20})</.exec(body) ?? []
  const [, advice] = /<imsx_description>([^<]*)</.exec(body) ?? []
  return code === 'success' || code === 'processing'
    ? undefined
    : { code, advice: advice === undefined ? undefined : decodeXml(advice) }
}
