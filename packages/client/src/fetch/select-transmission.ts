import type { Settings } from '../settings/settings.js'

/**
 * Selects where to put the protocol parameters of a request.
 *
 * @param settings The provider's setting for requests with a form.
 * @param isForm Whether the request has a form body.
 *
 * @internal
 */
export function selectTransmission(
  { transmission, dialect }: Pick<Settings, 'transmission' | 'dialect'>,
  isForm: boolean,
): Settings['transmission'] {
  if (transmission !== 'body' || isForm) return transmission
  return dialect?.ignoresHeader === true ? 'query' : 'header'
}
