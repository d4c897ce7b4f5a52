import { collectRequest, parameterValue } from '@oauthplus/core'
import type { ReceivedRequest } from '@oauthplus/core'
import type { DiagnosisKeys } from '@oauthplus/doctor'
import type { ConsumerRecord, DurableStore } from '@oauthplus/server'

import { CONSUMER_SECRET, getProfileName, TOKEN_SECRET } from '../consumer-side/signer-flags.js'
import { createUsageFailure } from '../failure.js'
import { askSecret } from '../output/ask.js'
import { escapeCell } from '../output/escape.js'
import { findProfile } from '../profiles/profile-files.js'
import { withStore } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { readBytes } from '../read-file.js'

/** The number of other consumers whose secrets the doctor tries. */
const MAX_OTHER_CONSUMERS = 100
const answers = new Map<string, Promise<string>>()

/** The options for keys. */
export interface KeysFlags extends StoreOptions {
  readonly profile?: string
  readonly publicKey?: string
}

/**
 * Finds the keys of a request: in a store, in a profile, in the environment, or by prompting.
 *
 * @param request The request.
 * @param flags The options.
 * @param isPrompting Whether to ask for missing secrets.
 */
export async function findKeys(
  request: ReceivedRequest,
  flags: KeysFlags,
  isPrompting: boolean,
): Promise<DiagnosisKeys> {
  const { protocol } = collectRequest(request)
  const token = parameterValue(protocol, 'oauth_token')
  const sender = {
    consumerKey: parameterValue(protocol, 'oauth_consumer_key') ?? '',
    // An empty parameter means no token.
    tokenKey: token === '' ? undefined : token,
  }
  const store = flags.profile === undefined ? process.env.OAUTHPLUS_STORE : undefined
  if (flags.store !== undefined || store !== undefined) {
    return withStore(flags, (opened) => findKeysInStore(opened, sender))
  }
  if (flags.publicKey !== undefined) return { publicKeys: [await readBytes(flags.publicKey)] }
  if (!isPrompting && process.env[CONSUMER_SECRET] === undefined) {
    return (await findKeysInProfile(flags, sender, false)) ?? {}
  }
  return (
    (await findKeysInProfile(flags, sender, isPrompting)) ?? {
      secrets: [await askSecretOf(sender.consumerKey, 'Consumer secret', CONSUMER_SECRET)],
      tokenSecrets: await askTokenSecrets(sender, isPrompting),
    }
  )
}

interface Sender {
  readonly consumerKey: string
  readonly tokenKey: string | undefined
}

async function askTokenSecrets(
  { tokenKey }: Sender,
  isPrompting: boolean,
): Promise<readonly string[]> {
  if (tokenKey === undefined) return []
  if (!isPrompting && process.env[TOKEN_SECRET] === undefined) return []
  return [await askSecretOf(tokenKey, 'Token secret', TOKEN_SECRET)]
}

/** Asks for a secret, once for all requests with this key. */
function askSecretOf(key: string, name: string, variable: string): Promise<string> {
  const question = key === '' ? name : `${name} of ${escapeCell(key)}`
  const asked = answers.get(question) ?? askSecret(question, variable)
  answers.set(question, asked)
  return asked
}

async function findKeysInProfile(
  flags: KeysFlags,
  sender: Sender,
  isPrompting: boolean,
): Promise<DiagnosisKeys | undefined> {
  // The environment takes precedence.
  if (process.env[CONSUMER_SECRET] !== undefined) return undefined
  const { consumer, token } = (await findProfile(getProfileName(flags))) ?? {}
  if (consumer?.secret === undefined || consumer.key !== sender.consumerKey) return undefined
  const isItsToken = token !== undefined && token.key === sender.tokenKey
  return {
    secrets: [consumer.secret],
    tokenSecrets: isItsToken ? [token.secret] : await askTokenSecrets(sender, isPrompting),
  }
}

async function findKeysInStore(
  store: DurableStore,
  { consumerKey, tokenKey }: Sender,
): Promise<DiagnosisKeys> {
  const { consumer, token } = await store.findCredentials(consumerKey, tokenKey)
  if (consumer === undefined) throw createUsageFailure('The store has no consumer with this key')
  if (tokenKey !== undefined && token?.consumerKey !== consumerKey) {
    throw createUsageFailure('The store has no token with this key for this consumer')
  }
  const others = await store.listConsumers({ limit: MAX_OTHER_CONSUMERS })
  return {
    secrets: getSecrets(consumer),
    publicKeys: consumer.publicKeys.map(({ value }) => value),
    tokenSecrets: token === undefined ? [] : [token.secret],
    otherSecrets: others.filter(({ key }) => key !== consumerKey).flatMap(getSecrets),
  }
}

function getSecrets({ secrets }: ConsumerRecord): readonly string[] {
  return secrets.map(({ value }) => value)
}
