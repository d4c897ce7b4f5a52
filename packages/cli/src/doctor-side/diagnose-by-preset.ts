import type { ReceivedRequest } from '@oauthplus/core'
import { diagnose } from '@oauthplus/doctor'
import type { DiagnoseOptions, Diagnosis, DiagnosisKeys } from '@oauthplus/doctor'

import { findPresetOfHost, INSTALLATIONS_WITH_DIALECT } from '../consumer-side/presets.js'
import { findDialect } from './find-dialect.js'

/** A diagnosis, and the remarks about presets. */
interface PresetDiagnosis {
  readonly diagnosis: Diagnosis
  /** Names a preset that was used without being given, or that may be the one to give. */
  readonly suggestion?: string
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
    return {
      diagnosis: found,
      suggestion: `The host is that of the preset ${known}, which was used.`,
    }
  }
  const diagnosis = await diagnose(request, keys, options)
  if (known !== undefined) {
    const suggestion = `The host is that of the preset ${known}, whose service signs in a dialect: give --preset ${known}.`
    return found === undefined ? { diagnosis } : { diagnosis, suggestion }
  }
  if (diagnosis.verdict === 'right' || diagnosis.verdict === 'out-of-reach') return { diagnosis }
  for (const name of INSTALLATIONS_WITH_DIALECT) {
    if ((await diagnoseAs(name, { signatures: 1 }))?.verdict === 'right') {
      const suggestion = `The signature is right for the preset ${name}. If that is the service, give --preset ${name}.`
      return { diagnosis, suggestion }
    }
  }
  return { diagnosis }
}
