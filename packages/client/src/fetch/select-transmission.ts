import type { Settings } from '../settings/settings.js'

/**
 * Selects where the protocol parameters of a request go.
 *
 * @param settings The place that the provider wants for forms.
 * @param isForm Whether the request carries a form.
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
