import { parameterValue } from '@oauthplus/core'
import type { CollectedRequest } from '@oauthplus/core'

import type { ProviderRequest } from '../request.js'
import type { DiagnosisSecrets } from '../settings/diagnose.js'
import type { Settings } from '../settings/settings.js'

/** A request whose signature is wrong. */
interface RefusedRequest {
  readonly request: ProviderRequest
  readonly collected: CollectedRequest
}

/**
 * Has a wrong signature diagnosed, and reports an event. Returns the diagnosis for the consumer:
 * `undefined`, without waiting, unless the owner enables it.
 */
export async function diagnoseSignature<User>(
  settings: Settings<User>,
  secrets: DiagnosisSecrets,
  refused: RefusedRequest,
): Promise<string | undefined> {
  const { protocol } = refused.collected
  const isPlaintext = parameterValue(protocol, 'oauth_signature_method') === 'PLAINTEXT'
  if (settings.diagnose === undefined || isPlaintext) return undefined
  if (!(await settings.takeDiagnosis())) return undefined
  const summary = emitDiagnosis(settings, secrets, refused)
  return settings.sendDiagnosis ? summary : undefined
}

async function emitDiagnosis<User>(
  { diagnose, queueDiagnosis, emit, bodyLimitBytes }: Settings<User>,
  secrets: DiagnosisSecrets,
  { request, collected }: RefusedRequest,
): Promise<string | undefined> {
  try {
    // A body that is not a form was not read; that it was signed all the same is a usual cause.
    const body = collected.body ?? (await request.readBody(bodyLimitBytes))
    await waitForResponse()
    const diagnosis = await queueDiagnosis(async () => diagnose?.({ ...collected, body }, secrets))
    if (diagnosis === undefined) return undefined
    emit({
      type: 'signature_diagnosed',
      consumerKey: parameterValue(collected.protocol, 'oauth_consumer_key'),
      tokenKey: parameterValue(collected.protocol, 'oauth_token'),
      diagnosis,
    })
    return diagnosis.summary
  } catch {
    // A diagnosis that fails leaves the refusal as it is.
    return undefined
  }
}

/** Waits until a response that does not wait for the diagnosis is on its way. */
function waitForResponse(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
}
