import { findCallbackViolation } from '../../callback/callback.js'
import type { CallbackViolation } from '../../callback/callback.js'
import { readPublicKey } from '../../consumer/consumer-credentials.js'
import { assertIconUrl, assertVisible, assertWebsite } from '../../management/visible-text.js'
import { isolateText } from '../../pages/isolate-text.js'
import type { PortalWords } from '../../pages/portal-words.js'
import { isStorable } from '../../store/storable.js'
import type { PortalContext } from '../portal-context.js'
import { listCallbacks } from './application-fields.js'
import type { ApplicationFields } from './application-fields.js'

/** The problems of each field, in sentences. */
export type FieldProblems = Partial<Readonly<Record<keyof ApplicationFields, readonly string[]>>>

const MAX_LENGTHS = {
  name: 255,
  description: 2000,
  website: 2000,
  iconUrl: 2000,
  callbacks: 20_000,
  publicKey: 20_000,
} as const
const LIMITED = Object.keys(MAX_LENGTHS) as readonly (keyof typeof MAX_LENGTHS)[]
const MAX_CALLBACKS = 20
const VIOLATIONS = {
  dangerousScheme: 'problemDangerousScheme',
  notAbsolute: 'problemNotAbsolute',
  anyPort: 'problemAnyPort',
  wildcard: 'problemWildcard',
  blockedHost: 'problemBlockedHost',
  foreignScheme: 'problemForeignScheme',
} as const satisfies Readonly<Record<CallbackViolation, keyof PortalWords>>

/** Finds what is wrong with the fields of an application; no field is in the result if nothing is. */
export async function findFieldProblems<User>(
  context: PortalContext<User>,
  fields: ApplicationFields,
  needs: { readonly isNew: boolean },
): Promise<FieldProblems> {
  const { words } = context
  const found: { -readonly [Name in keyof ApplicationFields]?: readonly string[] } = {}
  for (const field of LIMITED) {
    if (fields[field].length > MAX_LENGTHS[field]) {
      found[field] = [words.problemTooLong]
    }
  }
  const { name, description, website, iconUrl } = fields
  found.name ??= findTextProblems(context, name, { isRequired: true })
  found.description ??= findTextProblems(context, description.replaceAll(/[\t\n]/g, ' '))
  found.website ??=
    website === '' || passes(() => assertWebsite(website)) ? [] : [words.problemWebsite]
  found.iconUrl ??=
    iconUrl === '' || passes(() => assertIconUrl(iconUrl)) ? [] : [words.problemIcon]
  found.callbacks ??= findCallbackProblems(context, fields)
  found.publicKey ??=
    needs.isNew && fields.family === 'rsa' ? await findKeyProblems(context, fields.publicKey) : []
  return Object.fromEntries(Object.entries(found).filter(([, problems]) => problems.length > 0))
}

/** Finds what is wrong with an RSA public key. */
export async function findKeyProblems<User>(
  { words }: PortalContext<User>,
  publicKey: string,
): Promise<readonly string[]> {
  if (publicKey === '') return [words.problemMissing]
  if (publicKey.length > MAX_LENGTHS.publicKey) return [words.problemTooLong]
  try {
    await readPublicKey(publicKey, 'publicKey')
    return []
  } catch {
    return [words.problemPublicKey]
  }
}

function findTextProblems<User>(
  { words }: PortalContext<User>,
  text: string,
  { isRequired = false }: { readonly isRequired?: boolean } = {},
): readonly string[] {
  if (isRequired && text.trim() === '') return [words.problemMissing]
  const isVisible = isStorable(text) && passes(() => assertVisible('text', text))
  return isVisible ? [] : [words.problemInvisible]
}

function findCallbackProblems<User>(
  { settings, words }: PortalContext<User>,
  fields: ApplicationFields,
): readonly string[] {
  const callbacks = listCallbacks(fields)
  if (callbacks.length === 0) return [words.problemMissing]
  if (callbacks.length > MAX_CALLBACKS) return [words.problemTooManyCallbacks]
  return callbacks.flatMap((callback) => {
    const violation = findCallbackViolation(callback, settings)
    return violation === undefined
      ? []
      : [`${isolateText(callback)} – ${words[VIOLATIONS[violation]]}`]
  })
}

function passes(assert: () => void): boolean {
  try {
    assert()
    return true
  } catch {
    return false
  }
}
