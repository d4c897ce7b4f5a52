import type { ReceivedRequest } from '@oauthplus/core'
import { diagnose } from '@oauthplus/doctor'
import type { DiagnoseOptions, Diagnosis, DiagnosisKeys } from '@oauthplus/doctor'

import { findPresetOfHost, INSTALLATIONS_WITH_DIALECT } from '../consumer-side/presets.js'
import { findDialect } from './find-dialect.js'

/** A preset that was not specified. */
export interface PresetSuggestion {
  readonly preset: string
  /**
   * `used`: the host belongs to its service, and the signature is correct in its dialect. `host`:
   * the host belongs to its service. `signature`: the signature is correct in its dialect.
   */
  readonly reason: 'used' | 'host' | 'signature'
}

/** A diagnosis, and a preset that was used automatically or is suggested. */
interface PresetDiagnosis {
  readonly diagnosis: Diagnosis
  readonly suggestion?: PresetSuggestion
}

interface Input {
  readonly keys: DiagnosisKeys
  readonly options: DiagnoseOptions
  /** The specified preset. */
  readonly preset: string | undefined
}

/**
 * Diagnoses a request in the dialect of its preset. Without one, the host, or a signature that fits
 * a dialect, suggests a preset.
 */
export async function diagnoseByPreset(
  request: ReceivedRequest,
  { keys, options, preset }: Input,
): Promise<PresetDiagnosis> {
  const diagnoseAs = async (
    name: string,
    budget?: DiagnoseOptions['budget'],
  ): Promise<Diagnosis | undefined> => {
    const dialect = await findDialect(name, request)
    return dialect === undefined
      ? undefined
      : diagnose(request, keys, { ...options, budget, dialect })
  }
  if (preset !== undefined) {
    return { diagnosis: (await diagnoseAs(preset)) ?? (await diagnose(request, keys, options)) }
  }
  const known = findPresetOfHost(request.url)
  const found = known === undefined ? undefined : await diagnoseAs(known)
  if (known !== undefined && found?.verdict === 'right') {
    return { diagnosis: found, suggestion: { preset: known, reason: 'used' } }
  }
  const diagnosis = await diagnose(request, keys, options)
  if (known !== undefined) {
    return found === undefined
      ? { diagnosis }
      : { diagnosis, suggestion: { preset: known, reason: 'host' } }
  }
  if (diagnosis.verdict === 'right' || diagnosis.verdict === 'out-of-reach') return { diagnosis }
  for (const name of INSTALLATIONS_WITH_DIALECT) {
    if ((await diagnoseAs(name, { signatures: 1 }))?.verdict === 'right') {
      return { diagnosis, suggestion: { preset: name, reason: 'signature' } }
    }
  }
  return { diagnosis }
}
