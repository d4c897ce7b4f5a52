import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { SIGNERS_OF_OTHERS } from './signers-of-others.js'
import type { Signer } from './signers-of-others.js'
import { SIGNING_FAULTS } from './signing-cases.js'
import { trickyRequest } from './tricky-requests.js'

const guide = readFileSync(new URL('../../docs/guide/client-faults.md', import.meta.url), 'utf8')

/** The titles of the faults that the guide says a package has. */
function faultsOf(name: string): readonly string[] {
  const rows = guide.split('\n').map((line) => line.split(/ *\| */))
  return SIGNING_FAULTS.map(([title]) => title).filter((title) =>
    rows.some(
      ([, , packages = '', test]) =>
        test === `signing › ${title}` && packages.split(/[,;] /).includes(name),
    ),
  )
}

function signsRightly(signer: Signer, id: string): boolean {
  const tricky = trickyRequest(id)
  try {
    return signer(tricky) === tricky.signatures['HMAC-SHA1']
  } catch {
    return false
  }
}

// The control: a case that every signer passes would prove nothing.
it.each(Object.entries(SIGNERS_OF_OTHERS))(
  '%s fails the cases that the guide names, and signs a plain request',
  (name, signer) => {
    expect(signsRightly(signer, 'c01')).toBe(true)
    const faults = faultsOf(name)
    expect(faults.length).toBeGreaterThan(2)
    for (const title of faults) {
      const [, ...ids] = SIGNING_FAULTS.find(([known]) => known === title) ?? []
      expect([title, ids.every((id) => signsRightly(signer, id))]).toEqual([title, false])
    }
  },
)
