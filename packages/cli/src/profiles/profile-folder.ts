import { homedir, platform } from 'node:os'
import { join } from 'node:path'

import { misuse } from '../failure.js'

/** Gives the folder of the profiles: where the system keeps the configuration of its users. */
export function profileFolder(): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env
  const configuration =
    platform() === 'win32' ? (APPDATA ?? join(homedir(), 'AppData', 'Roaming')) : XDG_CONFIG_HOME
  // The XDG Base Directory Specification takes an empty variable for one that is not there.
  const isGiven = configuration !== undefined && configuration !== ''
  return join(isGiven ? configuration : join(homedir(), '.config'), 'oauthplus', 'profiles')
}

/** Gives the file of a profile. */
export function profileFile(name: string): string {
  if (!/^[A-Za-z0-9][\w-]{0,63}$/.test(name)) {
    throw misuse('The name of a profile is letters, digits, - and _')
  }
  return join(profileFolder(), `${name}.json`)
}
