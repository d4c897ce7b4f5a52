import { collectRequest, parameterValue } from '@oauthplus/core'
import type { ReceivedRequest } from '@oauthplus/core'
import type { DiagnosisKeys } from '@oauthplus/doctor'
import type { ConsumerRecord, DurableStore } from '@oauthplus/server'

import { CONSUMER_SECRET, getProfileName, TOKEN_SECRET } from '../consumer-side/signer-flags.js'
import { createUsageFailure } from '../failure.js'
import { askSecret } from '../output/ask.js'
import { findProfile } from '../profiles/profile-files.js'
import { withStore } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { readBytes } from '../read-file.js'

/** The number of other Consumers whose secrets the doctor tries. */
const MAX_OTHER_CONSUMERS = 100

/** The options for keys. */
export interface KeysFlags extends StoreOptions {
  readonly profile?: string
  readonly publicKey?: string
}

/** Finds the keys of a request: in a store, in a profile, or by prompting. */
export async function findKeys(request: ReceivedRequest, flags: KeysFlags): Promise<DiagnosisKeys> {
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
  return (
    (await findKeysInProfile(flags, sender)) ?? {
      secrets: [await askSecret('Consumer secret', CONSUMER_SECRET)],
      tokenSecrets: await askTokenSecrets(sender),
    }
  )
}

interface Sender {
  readonly consumerKey: string
  readonly tokenKey: string | undefined
}

async function askTokenSecrets({ tokenKey }: Sender): Promise<readonly string[]> {
  return tokenKey === undefined ? [] : [await askSecret('Token secret', TOKEN_SECRET)]
}

async function findKeysInProfile(
  flags: KeysFlags,
  sender: Sender,
): Promise<DiagnosisKeys | undefined> {
  // The environment takes precedence.
  if (process.env[CONSUMER_SECRET] !== undefined) return undefined
  const { consumer, token } = (await findProfile(getProfileName(flags))) ?? {}
  if (consumer?.secret === undefined || consumer.key !== sender.consumerKey) return undefined
  const isItsToken = token !== undefined && token.key === sender.tokenKey
  return {
    secrets: [consumer.secret],
    tokenSecrets: isItsToken ? [token.secret] : await askTokenSecrets(sender),
  }
}

async function findKeysInStore(
  store: DurableStore,
  { consumerKey, tokenKey }: Sender,
): Promise<DiagnosisKeys> {
  const { consumer, token } = await store.findCredentials(consumerKey, tokenKey)
  if (consumer === undefined) throw createUsageFailure('The store has no Consumer with this key')
  if (tokenKey !== undefined && token?.consumerKey !== consumerKey) {
    throw createUsageFailure('The store has no such token of this Consumer')
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
