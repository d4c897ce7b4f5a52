import { headerValues, signatureBaseString } from '@oauthplus/core'
import type { Dialect, ParameterList, ReceivedRequest } from '@oauthplus/core'

import { findPresetDialect } from '../consumer-side/presets.js'

/** Additional rules of a preset for the forms of its service. */
interface PresetDialect extends Dialect {
  readonly signMultipartFields?: boolean
}

/** Whether the service of a preset deviates from RFC 5849 for some requests. */
export function hasDialect(preset: string): boolean {
  const dialect: PresetDialect = findPresetDialect(preset) ?? {}
  const { baseString, signingKey, signMultipartFields } = dialect
  return baseString !== undefined || signingKey !== undefined || signMultipartFields === true
}

/**
 * Returns the dialect of a preset for a request, or `undefined` if the service follows RFC 5849.
 */
export async function findDialect(
  preset: string,
  request: ReceivedRequest,
): Promise<Dialect | undefined> {
  const dialect: PresetDialect = findPresetDialect(preset) ?? {}
  const { baseString, signingKey } = dialect
  const fields = dialect.signMultipartFields === true ? await readMultipartFields(request) : []
  if (fields.length === 0) {
    return baseString === undefined && signingKey === undefined
      ? undefined
      : { baseString, signingKey }
  }
  const createBaseString = baseString ?? signatureBaseString
  return {
    signingKey,
    baseString: (input) =>
      createBaseString({ ...input, parameters: [...input.parameters, ...fields] }),
  }
}

async function readMultipartFields({ headers, body }: ReceivedRequest): Promise<ParameterList> {
  const [type = ''] = headerValues(headers, 'content-type')
  if (!/^multipart\/form-data\b/i.test(type) || body === undefined || body === null) return []
  const fields: [name: string, value: string][] = []
  const form = await readForm(type, body)
  form?.forEach((value, name) => {
    if (typeof value === 'string') fields.push([name, value])
  })
  return fields
}

async function readForm(
  type: string,
  body: NonNullable<ReceivedRequest['body']>,
): Promise<FormData | undefined> {
  // An editor may have changed the line breaks, which must be CRLF.
  const sent = typeof body === 'string' ? body.replaceAll(/\r?\n/g, '\r\n') : new Uint8Array(body)
  try {
    return await new Response(sent, { headers: { 'content-type': type } }).formData()
  } catch {
    return undefined
  }
}
