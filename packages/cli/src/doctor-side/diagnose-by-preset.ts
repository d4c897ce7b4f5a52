import type { ReceivedRequest } from '@oauthplus/core'
import { diagnose } from '@oauthplus/doctor'
import type { DiagnoseOptions, Diagnosis, DiagnosisKeys } from '@oauthplus/doctor'

import { findPresetOfHost, INSTALLATIONS_WITH_DIALECT } from '../consumer-side/presets.js'
import { findDialect } from './find-dialect.js'

/** A preset that was not given. */
export interface PresetSuggestion {
  readonly preset: string
  /**
   * `used`: the host is that of its service, and the signature is right in its dialect. `host`: the host is
   * that of its service. `signature`: the signature is right in its dialect.
   */
  readonly reason: 'used' | 'host' | 'signature'
}

/** A diagnosis, and the preset that was used or may be the one to give. */
interface PresetDiagnosis {
  readonly diagnosis: Diagnosis
  readonly suggestion?: PresetSuggestion
}

interface Input {
  readonly keys: DiagnosisKeys
  readonly options: DiagnoseOptions
  /** The preset that is given. */
  readonly preset: string | undefined
}

/**
 * Diagnoses a request in the dialect of its preset. If none is given, the host, or a signature that
 * fits a dialect, suggests one.
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
