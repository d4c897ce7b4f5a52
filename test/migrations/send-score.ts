import { createClient } from '@oauthplus/client'
import type { SecretConsumer } from '@oauthplus/client'
import { lti11 } from '@oauthplus/client/presets'
import { createNonce, parameterValue } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

/** Sends a score between 0 and 1 to the platform that launched the tool. */
export async function sendScore(
  consumer: SecretConsumer,
  launch: ParameterList,
  score: number,
): Promise<boolean> {
  const client = createClient({ provider: lti11, consumer })
  const answer = await client.fetch(parameterValue(launch, 'lis_outcome_service_url') ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: replaceResult(parameterValue(launch, 'lis_result_sourcedid') ?? '', score),
  })
  return answer.ok && /<imsx_codeMajor>\s*success\s*</.test(await answer.text())
}

function replaceResult(sourcedId: string, score: number): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<imsx_POXEnvelopeRequest xmlns="http://www.imsglobal.org/services/ltiv1p1/xsd/imsoms_v1p0">
  <imsx_POXHeader>
    <imsx_POXRequestHeaderInfo>
      <imsx_version>V1.0</imsx_version>
      <imsx_messageIdentifier>${createNonce()}</imsx_messageIdentifier>
    </imsx_POXRequestHeaderInfo>
  </imsx_POXHeader>
  <imsx_POXBody>
    <replaceResultRequest>
      <resultRecord>
        <sourcedGUID><sourcedId>${escaped(sourcedId)}</sourcedId></sourcedGUID>
        <result>
          <resultScore><language>en</language><textString>${String(score)}</textString></resultScore>
        </result>
      </resultRecord>
    </replaceResultRequest>
  </imsx_POXBody>
</imsx_POXEnvelopeRequest>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`)
}
