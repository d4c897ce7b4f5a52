import { createUsageFailure } from '../failure.js'
import { findInsomniaSettings, isInsomniaExport } from './find-insomnia-settings.js'
import {
  findPostmanSettings,
  isPostmanCollection,
  isPostmanEnvironment,
  readPostmanEnvironment,
} from './find-postman-settings.js'
import type { FoundSettings } from './found-settings.js'
import { readExport } from './read-export.js'
import { toImportedProfile } from './to-imported-profile.js'
import type { ImportedProfile, Unusable } from './to-imported-profile.js'
import { toProfileName } from './to-profile-name.js'

const MAX_PROFILES = 100

/** A profile and its name. */
export interface NamedProfile {
  readonly name: string
  readonly imported: ImportedProfile
}

/**
 * Reads an export and lists its profiles. Equal settings result in one profile.
 *
 * @param file The export.
 * @param options The environment (a file for Postman, a name for Insomnia), and the name of the
 *   profile.
 *
 * @throws {@link Failure} when the file is not a Postman or Insomnia export, or contains more than
 *   100 profiles, or several profiles although a name was specified.
 */
export async function listImportedProfiles(
  file: string,
  options: { readonly environment?: string | undefined; readonly name?: string | undefined },
): Promise<{ readonly named: readonly NamedProfile[]; readonly unusable: readonly Unusable[] }> {
  const found = await findSettings(file, options.environment)
  const bySettings = new Map<string, ImportedProfile>()
  const unusable: Unusable[] = []
  for (const settings of found) {
    const imported = toImportedProfile(settings)
    if ('reason' in imported) unusable.push(imported)
    else {
      const { provider, consumer, token } = imported
      const key = JSON.stringify([provider, consumer, token])
      // The outermost place comes first, and names the profile.
      if (!bySettings.has(key)) bySettings.set(key, imported)
      if (bySettings.size > MAX_PROFILES) {
        throw createUsageFailure(`${file} has more than ${MAX_PROFILES} different OAuth 1 settings`)
      }
    }
  }
  if (options.name !== undefined && bySettings.size > 1) {
    throw createUsageFailure(
      `${file} has ${bySettings.size} different OAuth 1 settings: omit --name`,
    )
  }
  const taken = new Set<string>()
  const named = Array.from(bySettings.values(), (imported) => {
    const name = options.name ?? toProfileName(imported.place, taken)
    taken.add(name)
    return { name, imported }
  })
  return { named, unusable }
}

async function findSettings(
  file: string,
  environment: string | undefined,
): Promise<readonly FoundSettings[]> {
  const value = await readExport(file)
  if (isInsomniaExport(value)) return findInsomniaSettings(value, environment)
  if (isPostmanCollection(value)) {
    return findPostmanSettings(value, await readEnvironment(environment))
  }
  throw createUsageFailure(
    isPostmanEnvironment(value)
      ? `${file} is a Postman environment: pass the collection, and --environment ${file}`
      : `${file} is not an export of Postman (collection 2.1) or Insomnia (4 or 5)`,
  )
}

async function readEnvironment(file: string | undefined): Promise<ReadonlyMap<string, string>> {
  if (file === undefined) return new Map()
  const value = await readExport(file)
  if (isPostmanEnvironment(value)) return readPostmanEnvironment(value)
  throw createUsageFailure(`${file} is not a Postman environment`)
}
