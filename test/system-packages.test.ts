import { expect, it } from 'vitest'

import { installSystemPackages } from '../scripts/system-packages.mjs'
import type { System } from '../scripts/system-packages.mjs'

const MISSING = { packages: ['rhino', 'rhino-doc'], why: 'a client in Rhino', probe: ['no-rhino'] }
const PRESENT = { packages: ['node'], why: 'everything', probe: [process.execPath, '--version'] }
const OPT_OUT = 'OAUTHPLUS_NO_SYSTEM_PACKAGES=1'

/** Runs the installation on a machine that lacks Rhino; gives what it said and did, in order. */
function run(system: System = {}): readonly string[] {
  const events: string[] = []
  installSystemPackages((text) => events.push(`says: ${text}`), {
    wanted: [PRESENT, MISSING],
    isRootOnDebian: () => true,
    aptGet: (...args) => events.push(`apt-get ${args.join(' ')}`) > 0,
    environment: {},
    ...system,
  })
  return events
}

it('names the missing packages, their purpose and the way to opt out before it installs', () => {
  const events = run()
  const installs = events.findIndex((event) => event.startsWith('apt-get '))
  expect(events[installs]).toBe('apt-get install -y --no-install-recommends rhino rhino-doc')
  const announcement = events.slice(0, installs).join('\n')
  expect(announcement).toContain('a client in Rhino: rhino rhino-doc')
  expect(announcement).toContain(`${OPT_OUT} npm test`)
  expect(announcement).toContain('these tests are skipped')
  expect(events.join('\n')).not.toContain('everything')
})

it(`installs nothing with ${OPT_OUT}, and names the command`, () => {
  const events = run({ environment: { OAUTHPLUS_NO_SYSTEM_PACKAGES: '1' } })
  expect(events.filter((event) => !event.startsWith('says: '))).toEqual([])
  expect(events.join('\n')).toContain('apt-get install -y --no-install-recommends rhino rhino-doc')
  expect(events.join('\n')).toContain('are skipped')
})

it('installs nothing unless it is root on Debian, and names the command', () => {
  const events = run({ isRootOnDebian: () => false })
  expect(events.filter((event) => !event.startsWith('says: '))).toEqual([])
  expect(events.join('\n')).toContain('apt-get install -y --no-install-recommends rhino rhino-doc')
})

it('says nothing if no package is missing', () => {
  expect(run({ wanted: [PRESENT] })).toEqual([])
})

it('fetches the lists of packages and tries again if an installation fails', () => {
  const calls: string[] = []
  const aptGet = (...args: string[]): boolean => calls.push(args[0] ?? '') > 1
  const events = run({ aptGet })
  expect(calls).toEqual(['install', 'update', 'install'])
  expect(events.join('\n')).not.toContain('that failed')
})
