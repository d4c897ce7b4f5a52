import { mkdir, readdir, readFile, rm } from 'node:fs/promises'

import writeFileAtomic from 'write-file-atomic'

import { Failure } from '../failure.js'
import { profileFile, profileFolder } from './profile-folder.js'
import type { Profile } from './profile.js'
import { warnOfOthers } from './warn-of-others.js'

/** Lists the names of the profiles. */
export async function profileNames(): Promise<readonly string[]> {
  const files = await readdir(profileFolder()).catch(() => [])
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
}

/** Reads a profile; `undefined` where there is none of that name. */
export async function findProfile(name: string): Promise<Profile | undefined> {
  const file = profileFile(name)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') return undefined
    throw error
  }
  await warnOfOthers(profileFolder(), 'folder')
  await warnOfOthers(file, 'file')
  try {
    return JSON.parse(text) as Profile
  } catch {
    throw new Failure(`${file} is no JSON: mend it, or oauthplus profile remove ${name}`)
  }
}

/** Reads a profile that must be there. */
export async function readProfile(name: string): Promise<Profile> {
  const profile = await findProfile(name)
  if (profile === undefined) {
    throw new Failure(`There is no profile ${name}: oauthplus profile add ${name} makes it`)
  }
  return profile
}

/** Writes a profile so that nobody else can read it, and nobody ever finds half of it. */
export async function writeProfile(name: string, profile: Profile): Promise<void> {
  const file = profileFile(name)
  await mkdir(profileFolder(), { recursive: true, mode: 0o700 })
  await warnOfOthers(profileFolder(), 'folder')
  await writeFileAtomic(file, `${JSON.stringify(profile, undefined, 2)}\n`, { mode: 0o600 })
}

/** Removes a profile. */
export async function removeProfile(name: string): Promise<void> {
  await readProfile(name)
  await rm(profileFile(name))
}
