import { describeSteps } from '@oauthplus/doctor'
import type { SigningSteps } from '@oauthplus/doctor'

import { emphasis } from '../output/emphasis.js'
import { print } from '../output/print.js'
import { printable } from '../output/printable.js'

/** Prints the steps of signing as RFC 5849 has them, with the sections. */
export function printSteps(steps: SigningSteps): void {
  for (const [index, { title, sections, lines }] of describeSteps(steps).entries()) {
    print(emphasis('bold', `${index + 1}. ${title}${cited(sections)}`))
    for (const line of lines) print(`   ${printable(line)}`)
  }
}

function cited(sections: readonly string[]): string {
  if (sections.length === 0) return ''
  return `, section${sections.length > 1 ? 's' : ''} ${sections.join(' and ')}`
}
