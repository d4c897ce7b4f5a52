/** The initial data of the site. */
export interface Seed {
  readonly consumers: readonly SeedConsumer[]
  readonly users: readonly SeedUser[]
}

/** An initial consumer. */
export interface SeedConsumer {
  readonly key: string
  readonly name: string
  readonly secret?: string | undefined
  readonly callbacks?: readonly string[] | undefined
  readonly signatureMethods?: readonly string[] | undefined
  readonly rsaPublicKey?: string | undefined
  readonly allowXauth?: boolean | undefined
}

/** An initial user with an account. */
export interface SeedUser {
  readonly username: string
  readonly password: string
  /** Whether the user reviews the applications of developers. */
  readonly isReviewer?: boolean | undefined
}

/** The story of RFC 5849: the Printer, and Jane. Pete develops the Printer, and Ann reviews it. */
export const DEFAULT_SEED: Seed = {
  consumers: [
    {
      key: 'dpf43f3p2l4k3l03',
      secret: 'kd94hf93k423kf44',
      name: 'Printer',
      callbacks: ['oob', 'http://127.0.0.1:*', 'http://localhost:*'],
      allowXauth: true,
    },
  ],
  users: [
    { username: 'jane', password: 'jane' },
    { username: 'pete', password: 'pete' },
    { username: 'ann', password: 'ann', isReviewer: true },
  ],
}

/**
 * Parses a seed from JSON. Throws an `Error` that names the problem, and never contains a secret.
 */
export function parseSeed(json: string): Seed {
  const seed = record(parseJson(json), 'the seed')
  const users = list(seed.users, 'users').map(parseUser)
  const usernames = new Set(users.map(({ username }) => username))
  if (usernames.size < users.length) throw new Error('users must not contain a username twice')
  return { consumers: list(seed.consumers, 'consumers').map(parseConsumer), users }
}

function parseConsumer(value: unknown, index: number): SeedConsumer {
  const path = `consumers[${index}]`
  const consumer = record(value, path)
  return {
    key: parseString(consumer.key, `${path}.key`),
    name: parseString(consumer.name, `${path}.name`),
    secret: parseOptional(parseString, consumer.secret, `${path}.secret`),
    callbacks: parseOptional(parseStrings, consumer.callbacks, `${path}.callbacks`),
    signatureMethods: parseOptional(
      parseStrings,
      consumer.signatureMethods,
      `${path}.signatureMethods`,
    ),
    rsaPublicKey: parseOptional(parseString, consumer.rsaPublicKey, `${path}.rsaPublicKey`),
    allowXauth: parseOptional(parseFlag, consumer.allowXauth, `${path}.allowXauth`),
  }
}

function parseUser(value: unknown, index: number): SeedUser {
  const path = `users[${index}]`
  const user = record(value, path)
  return {
    username: parseString(user.username, `${path}.username`),
    password: parseString(user.password, `${path}.password`),
    isReviewer: parseOptional(parseFlag, user.isReviewer, `${path}.isReviewer`),
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // The parser's message quotes the file, and a seed contains secrets.
    throw new Error('the seed is not JSON')
  }
}

function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${path} must be an object`)
  }
  return value as Record<string, unknown>
}

function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${path} must be an array`)
  return value
}

function parseStrings(value: unknown, path: string): readonly string[] {
  return list(value, path).map((item, index) => parseString(item, `${path}[${index}]`))
}

function parseString(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${path} must be a string`)
  return value
}

function parseFlag(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw new Error(`${path} must be true or false`)
  return value
}

function parseOptional<Value>(
  read: (value: unknown, path: string) => Value,
  value: unknown,
  path: string,
): Value | undefined {
  return value === undefined || value === null ? undefined : read(value, path)
}
