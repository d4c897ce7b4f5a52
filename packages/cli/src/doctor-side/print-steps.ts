import type { SigningSteps } from '@oauthplus/doctor'

import { emphasis } from '../output/emphasis.js'
import { print } from '../output/print.js'
import { printable } from '../output/printable.js'

/** Prints the steps of signing as RFC 5849 has them, with the sections. */
export function printSteps(steps: SigningSteps): void {
  const parameters = steps.parameters.map(
    ({ place, encodedName, encodedValue }) => `${place.padEnd(6)}  ${encodedName}=${encodedValue}`,
  )
  const { signature, receivedSignature } = steps
  step('1. the method, section 3.4.1.1', [steps.method])
  step('2. the base string URI, section 3.4.1.2', [steps.baseStringUri])
  step('3. the parameters, each encoded, sections 3.4.1.3.1 and 3.6', parameters)
  step('4. sorted and joined, section 3.4.1.3.2', [steps.normalized])
  step('5. the base string, section 3.4.1.1', [steps.baseString])
  if (steps.key !== undefined) step('6. the key, section 3.4.2', [steps.key])
  step(`${steps.key === undefined ? 6 : 7}. the signature, ${steps.signatureMethod}`, [
    ...(signature === undefined ? [] : [`${signature}  (as the RFC has it)`]),
    ...(receivedSignature === undefined ? [] : [`${receivedSignature}  (sent)`]),
  ])
}

function step(title: string, lines: readonly string[]): void {
  print(emphasis('bold', title))
  for (const line of lines) print(`   ${printable(line)}`)
}
