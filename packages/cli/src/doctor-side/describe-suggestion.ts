import type { PresetSuggestion } from './diagnose-by-preset.js'

/** Describes a preset that was used automatically, or one to suggest. */
export function describeSuggestion({ preset, reason }: PresetSuggestion): string {
  switch (reason) {
    case 'used':
      return `The host belongs to the preset ${preset}, whose dialect was used.`
    case 'host':
      return `The host belongs to the preset ${preset}, whose service uses a signature dialect: use --preset ${preset}.`
    case 'signature':
      return `The signature is correct for the preset ${preset}. If that is the service, use --preset ${preset}.`
  }
}
