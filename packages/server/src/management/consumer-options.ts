import type { RsaKey } from '@oauthplus/core'
import { argumentError, describeValue } from '@oauthplus/core/internal'

import { assertAddressRange } from '../public-url/address-range.js'
import { assertCallbackPattern } from '../callback/assert-callback-pattern.js'
import { OUT_OF_BAND } from '../callback/callback.js'
import { assertIconUrl, assertVisible, assertWebsite } from './visible-text.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord, ConsumerStatus } from '../store/consumer-record.js'

const MAX_KEY_LENGTH = 255
/** The properties of a consumer, which can be changed later. */
export interface ConsumerOptions {
  /** The name that the consent page shows, of 255 characters at most. */
  readonly name: string
  /** The purpose of the application, for the consent page. */
  readonly description?: string | undefined
  /** The application's site, http or https; null for none. */
  readonly website?: string | null | undefined
  /** The icon of the application for the pages, an https URL; null for none. */
  readonly iconUrl?: string | null | undefined
  /**
   * The id of the user whom it belongs to, in the application's own words, 255 bytes at most
   * (UTF-8); null for none.
   */
  readonly ownerId?: string | null | undefined
  /**
   * The signature methods that it may use, all of one family, so that no sender can choose between
   * keys. By default the RSA methods if there are public keys, else the HMAC methods.
   */
  readonly signatureMethods?: readonly string[] | undefined
  /**
   * The callbacks that it may name: URLs, matched exactly; `https://host/path/*` for everything under a
   * path; `http://127.0.0.1:*` for any port, and any path, of a loopback host; schemes of native
   * applications, which are reversed domain names (`com.example.app:/cb`) or in the option
   * `nativeSchemes`; `oob`. By default only `oob`.
   */
  readonly callbacks?: readonly string[] | undefined
  /** The scopes that it may request; null, and by default, all scopes of the provider. */
  readonly scopes?: readonly string[] | null | undefined
  /** The callback of an out-of-band flow, which replaces the page with the verifier; null for none. */
  readonly defaultCallback?: string | null | undefined
  /** Whether it may exchange a username and a password (xAuth). False by default. */
  readonly allowXauth?: boolean | undefined
  /**
   * Whether it may send requests without a token, for itself, if a resource allows that too
   * (two-legged). False by default.
   */
  readonly allowTwoLegged?: boolean | undefined
  /**
   * Whether its requests to resources must carry `oauth_body_hash`, forms excepted, which are
   * signed anyway. Not with PLAINTEXT. False by default.
   */
  readonly requireBodyHash?: boolean | undefined
  /**
   * Whether its PLAINTEXT requests may carry the secrets in the query, if the provider's
   * `allowPlaintextInQuery` says so too. Every log of URLs then contains the secrets. Only with
   * PLAINTEXT. False by default.
   */
  readonly allowPlaintextInQuery?: boolean | undefined
  /** The IP addresses and ranges (CIDR) that it may send from. From anywhere by default. */
  readonly addressRanges?: readonly string[] | undefined
  /** How long its request tokens live; null, and by default, as long as the provider says. */
  readonly requestTokenLifetimeSeconds?: number | null | undefined
  /** How long its access tokens live; null, and by default, as long as the provider says. */
  readonly accessTokenLifetimeSeconds?: number | null | undefined
  /** How long its access tokens can be renewed; null, and by default, as long as the provider says. */
  readonly sessionLifetimeSeconds?: number | null | undefined
}

/** The options of a new consumer. */
export interface RegisterConsumerOptions extends ConsumerOptions {
  /** Its state. `accepted` by default, as the owner registers it. */
  readonly status?: ConsumerStatus | undefined
  /** The key; made up by default. */
  readonly key?: string | undefined
  /** The secret; made up by default, and none for a consumer with public keys. */
  readonly secret?: string | undefined
  /** RSA public keys or certificates, of 2048 bits or more. They are kept as SPKI PEM. */
  readonly publicKeys?: readonly RsaKey[] | undefined
}

/**
 * The options of `consumers.ensure`. `status` applies only to a new consumer, and `secret` and `publicKeys` must
 * be credentials that an existing consumer with this key has.
 */
export interface EnsureConsumerOptions extends RegisterConsumerOptions {
  /** The key. */
  readonly key: string
}

/** The fields of a consumer's record that its options set. */
type ConsumerFields = Omit<
  ConsumerRecord,
  'key' | 'revision' | 'status' | 'secrets' | 'publicKeys' | 'signatureMethods' | 'createdAtSeconds'
>

/** The default fields of a consumer. */
export const DEFAULT_CONSUMER: Omit<ConsumerFields, 'name'> = {
  description: '',
  callbacks: [OUT_OF_BAND],
  allowXauth: false,
  allowTwoLegged: false,
  requireBodyHash: false,
  allowPlaintextInQuery: false,
  addressRanges: [],
}

/** Changes the fields of a consumer that options name, and refuses what none may have. */
export function applyOptions<Fields extends Omit<ConsumerFields, 'name'>>(
  fields: Fields,
  options: Partial<ConsumerOptions>,
): Fields & ConsumerFields {
  const changes = Object.fromEntries(
    Object.entries(options)
      .filter(([name, value]) => CONSUMER_FIELDS.has(name) && value !== undefined)
      .map(([name, value]) => [name, value === null ? undefined : value]),
  )
  return { ...fields, ...changes } as Fields & ConsumerFields
}

const CONSUMER_FIELDS: ReadonlySet<string> = new Set<keyof ConsumerFields>([
  'name',
  'description',
  'website',
  'iconUrl',
  'ownerId',
  'callbacks',
  'scopes',
  'defaultCallback',
  'allowXauth',
  'allowTwoLegged',
  'requireBodyHash',
  'allowPlaintextInQuery',
  'addressRanges',
  'requestTokenLifetimeSeconds',
  'accessTokenLifetimeSeconds',
  'sessionLifetimeSeconds',
])

/** Refuses forbidden callbacks, except those that the consumer had before an option forbade them. */
export function assertCallbacks<User>(
  settings: Settings<User>,
  { callbacks = [], defaultCallback }: Partial<ConsumerOptions>,
): void {
  for (const pattern of callbacks) assertCallbackPattern(pattern, settings, 'callbacks')
  if (typeof defaultCallback === 'string') assertDefaultCallback(settings, defaultCallback)
}

/** Refuses a consumer that cannot be, whatever its callbacks. */
export function assertConsumer<User>(settings: Settings<User>, consumer: ConsumerRecord): void {
  const { key, name, website, iconUrl, addressRanges } = consumer
  if (!/^[\x21-\x7e]+$/.test(key) || key.length > MAX_KEY_LENGTH) {
    throw argumentError(
      `key must be 1 to ${MAX_KEY_LENGTH} printable ASCII characters, received ${describeValue(key)}`,
    )
  }
  assertVisible('name', name)
  assertVisible('description', consumer.description.replaceAll(/[\t\r\n]/g, ' '))
  if (website !== undefined) assertWebsite(website)
  if (iconUrl !== undefined) assertIconUrl(iconUrl)
  if (name.trim() === '') throw argumentError('name must contain more than spaces')
  for (const range of addressRanges) assertAddressRange('addressRanges', range)
  assertBodyHashable(settings, consumer)
  if (consumer.allowPlaintextInQuery && !consumer.signatureMethods.includes('PLAINTEXT')) {
    throw argumentError('allowPlaintextInQuery needs PLAINTEXT among the signatureMethods')
  }
}

/**
 * Refuses scopes that the provider does not have. A consumer may keep those that it got before: another
 * program, such as the command line, may not know them.
 */
export function assertScopes<User>(
  settings: Settings<User>,
  { scopes }: Partial<ConsumerOptions>,
): void {
  const unknown = scopes?.find((scope) => !settings.scopes.has(scope))
  if (unknown === undefined) return
  throw argumentError(
    `scopes must be among those of createProvider (${[...settings.scopes.keys()].join(', ')}), received ${describeValue(unknown)}`,
  )
}

function assertDefaultCallback<User>(settings: Settings<User>, callback: string): void {
  assertCallbackPattern(callback, settings, 'defaultCallback')
  if (callback === OUT_OF_BAND || callback.includes('*')) {
    throw argumentError('defaultCallback must be one URL, not "oob" or a pattern')
  }
}

function assertBodyHashable<User>(settings: Settings<User>, consumer: ConsumerRecord): void {
  if (!consumer.requireBodyHash) return
  const unable = consumer.signatureMethods.find(
    (name) => settings.signatureMethods.get(name)?.bodyHash === undefined,
  )
  if (unable !== undefined) {
    throw argumentError(`requireBodyHash must not be true for ${unable}, which signs no body`)
  }
}
