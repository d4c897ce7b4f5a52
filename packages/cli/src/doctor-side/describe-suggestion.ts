import type { PresetSuggestion } from './diagnose-by-preset.js'

/** Describes a preset that was used without being given, or that may be the one to give. */
export function describeSuggestion({ preset, reason }: PresetSuggestion): string {
  switch (reason) {
    case 'used':
      return `The host belongs to the preset ${preset}, whose dialect was used.`
    case 'host':
      return `The host belongs to the preset ${preset}, whose service signs in a dialect: give --preset ${preset}.`
    case 'signature':
      return `The signature is right for the preset ${preset}. If that is the service, give --preset ${preset}.`
  }
}
