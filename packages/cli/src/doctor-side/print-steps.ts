import { describeSteps } from '@oauthplus/doctor'
import type { SigningSteps } from '@oauthplus/doctor'

import { emphasize } from '../output/emphasize.js'
import { print } from '../output/print.js'
import { escapeLines } from '../output/escape.js'

/** Prints the signing steps of RFC 5849, with their sections. */
export function printSteps(steps: SigningSteps): void {
  for (const [index, { title, sections, lines }] of describeSteps(steps).entries()) {
    print(emphasize('bold', `${index + 1}. ${title}${formatSections(sections)}`))
    for (const line of lines) print(`   ${escapeLines(line)}`)
  }
}

function formatSections(sections: readonly string[]): string {
  if (sections.length === 0) return ''
  return `, section${sections.length > 1 ? 's' : ''} ${sections.join(' and ')}`
}
