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
 * Describes a tool or a platform of LTI 1.1. Forms contain the parameters among their fields. Other
 * bodies (the XML of the outcomes service) are signed with a body hash.
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

/** An unsigned launch. */
export interface LtiLaunch {
  /** The URL of the tool, including its query. */
  readonly url: string
  /** The key and the secret that the tool and the platform share. */
  readonly consumer: SecretConsumer
  /** The fields of the launch: `lti_version`, `resource_link_id`, `user_id` and so on. */
  readonly parameters: ParameterList
  /** The timestamp, in seconds since 1970. Defaults to the current time. */
  readonly timestampSeconds?: number | undefined
  /** The nonce. Defaults to 128 random bits. */
  readonly nonce?: string | undefined
}

const LAUNCH = /* @__PURE__ */ optionChecks<LtiLaunch>({
  required: { url: isNonEmptyString, consumer: isConsumer, parameters: isPairs },
  optional: { timestampSeconds: /* @__PURE__ */ isInteger(0), nonce: isString },
})

/** A form for the user's browser to post. */
export interface LtiLaunchForm {
  /** The action URL. */
  readonly action: string
  /** All hidden fields, in this order. */
  readonly fields: ParameterList
}

/**
 * Signs the launch of an LTI 1.1 tool and returns the form for the user's browser to post. The
 * fields are returned as a browser submits them: LF, CR and CRLF become CRLF. Do not give the
 * form's button a name, because an additional field invalidates the signature.
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
 * @returns The action and the fields of the form.
 *
 * @throws `TypeError` `ERR_INVALID_ARG_VALUE` when a browser cannot submit a field: its name is empty, or
 *   it contains U+0000.
 * @throws `OAuthError` `parameter_rejected` when the URL is invalid, or a field is a protocol
 *   parameter.
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
      // There is no callback. The LTI guide requires this value.
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
