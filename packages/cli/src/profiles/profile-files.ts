import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { homedir, platform } from 'node:os'
import { join } from 'node:path'

import writeFileAtomic from 'write-file-atomic'

import { Failure, createUsageFailure } from '../failure.js'
import { note } from '../output/print.js'
import { isProfile } from './is-profile.js'
import type { Profile } from './profile.js'

const OTHER_USERS_MODE = 0o077
const warned = new Set<string>()

/** Lists the names of the profiles. */
export async function listProfileNames(): Promise<readonly string[]> {
  const files = await readdir(getProfileFolder()).catch(() => [])
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
}

/** Reads a profile. Returns `undefined` if it does not exist. */
export async function findProfile(name: string): Promise<Profile | undefined> {
  const file = getProfileFile(name)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') return undefined
    throw error
  }
  await warnAboutAccess(getProfileFolder(), 'folder')
  await warnAboutAccess(file, 'file')
  const advice = `repair it, or run oauthplus profile remove ${name}`
  let profile: unknown
  try {
    profile = JSON.parse(text)
  } catch {
    throw new Failure(`${file} is not JSON: ${advice}`)
  }
  if (!isProfile(profile)) throw new Failure(`${file} is not a profile: ${advice}`)
  return profile
}

/** Reads a profile that must exist. */
export async function readProfile(name: string): Promise<Profile> {
  const profile = await findProfile(name)
  if (profile === undefined) throw createAbsence(name)
  return profile
}

/** Writes a profile atomically, readable only by its user. */
export async function writeProfile(name: string, profile: Profile): Promise<void> {
  const file = getProfileFile(name)
  await mkdir(getProfileFolder(), { recursive: true, mode: 0o700 })
  await warnAboutAccess(getProfileFolder(), 'folder')
  await writeFileAtomic(file, `${JSON.stringify(profile, undefined, 2)}\n`, { mode: 0o600 })
}

/** Removes a profile. */
export async function removeProfile(name: string): Promise<void> {
  // A file that is not a profile can also be removed.
  if (!(await listProfileNames()).includes(name)) throw createAbsence(name)
  await rm(getProfileFile(name))
}

function createAbsence(name: string): Failure {
  return new Failure(
    `The profile ${name} does not exist: create it with oauthplus profile add ${name}`,
  )
}

/** Returns the folder of the profiles, in the configuration directory of the user. */
function getProfileFolder(): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env
  const configuration =
    platform() === 'win32' ? (APPDATA ?? join(homedir(), 'AppData', 'Roaming')) : XDG_CONFIG_HOME
  // The XDG Base Directory Specification treats an empty variable as unset.
  const isGiven = configuration !== undefined && configuration !== ''
  return join(isGiven ? configuration : join(homedir(), '.config'), 'oauthplus', 'profiles')
}

/** Returns the path of a profile. */
export function getProfileFile(name: string): string {
  if (!/^[A-Za-z0-9][\w-]{0,63}$/.test(name)) {
    throw createUsageFailure('The name of a profile must consist of letters, digits, - and _')
  }
  return join(getProfileFolder(), `${name}.json`)
}

/** Warns once per run if other users can access a file or folder of the profiles. */
async function warnAboutAccess(path: string, kind: 'file' | 'folder'): Promise<void> {
  // Windows has no such modes. Files in AppData belong to their user.
  if (platform() === 'win32' || warned.has(path)) return
  const mode = (await stat(path)).mode & OTHER_USERS_MODE
  if (mode === 0) return
  warned.add(path)
  const access = kind === 'file' ? 'read or change' : 'list or change'
  const command = kind === 'file' ? 'chmod 600' : 'chmod 700'
  note(`Other users may ${access} ${path}, which contains secrets: run ${command} on it`)
}
