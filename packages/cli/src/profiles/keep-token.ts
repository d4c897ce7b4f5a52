import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Token } from '@oauthplus/client'

import { Failure } from '../failure.js'
import type { Profile } from './profile.js'
import { getProfileFile, readProfile, writeProfile } from './profile-files.js'

/**
 * Keeps a new token in a profile. The Provider does not give it again and may have revoked the one
 * before, so if the profile cannot be written the token is kept in a file of its own.
 *
 * @param name The name of the profile.
 * @param known The profile as it was read before.
 * @param token The new token.
 *
 * @throws {@link Failure} When the profile cannot be written; it says where the token is.
 */
export async function keepToken(name: string, known: Profile, token: Token): Promise<void> {
  try {
    // Read anew: it may have been changed meanwhile.
    await writeProfile(name, { ...(await readProfile(name)), token })
  } catch (error) {
    const { code = 'ENOENT' } = error as { readonly code?: string }
    throw await rescueToken(name, { ...known, token }, code)
  }
}

async function rescueToken(name: string, profile: Profile, code: string): Promise<Failure> {
  const problem = `The new token cannot be kept in the profile ${name} (${code}).`
  try {
    // Only its owner can open a folder of mkdtemp.
    const file = join(await mkdtemp(join(tmpdir(), 'oauthplus-')), `${name}.json`)
    await writeFile(file, `${JSON.stringify(profile, undefined, 2)}\n`, { mode: 0o600 })
    return new Failure(
      `${problem} It is in ${file}, which only you can read: move that file to ${getProfileFile(name)}`,
    )
  } catch {
    return new Failure(`${problem} It is lost: mend the profile and log in again`)
  }
}
