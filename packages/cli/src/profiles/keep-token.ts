import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Token } from '@oauthplus/client'

import { Failure } from '../failure.js'
import type { Profile } from './profile.js'
import { getProfileFile, readProfile, writeProfile } from './profile-files.js'

/**
 * Stores a new token in a profile. The provider does not issue it again and may have revoked the previous
 * one, so the token is stored in another file if the profile cannot be written.
 *
 * @param name The name of the profile.
 * @param known The profile that was read before.
 * @param token The new token.
 *
 * @throws {@link Failure} if the profile cannot be written. The message contains the path of the
 *   token.
 */
export async function keepToken(name: string, known: Profile, token: Token): Promise<void> {
  try {
    // Read again, because it may have changed in the meantime.
    await writeProfile(name, { ...(await readProfile(name)), token })
  } catch (error) {
    const { code = 'ENOENT' } = error as { readonly code?: string }
    throw await rescueToken(name, { ...known, token }, code)
  }
}

async function rescueToken(name: string, profile: Profile, code: string): Promise<Failure> {
  const problem = `The new token cannot be stored in the profile ${name} (${code}).`
  try {
    // Only the owner can open a folder created by mkdtemp.
    const file = join(await mkdtemp(join(tmpdir(), 'oauthplus-')), `${name}.json`)
    await writeFile(file, `${JSON.stringify(profile, undefined, 2)}\n`, { mode: 0o600 })
    return new Failure(
      `${problem} It is in ${file}, which only you can read: move this file to ${getProfileFile(name)}`,
    )
  } catch {
    return new Failure(`${problem} It is lost: repair the profile and log in again`)
  }
}
