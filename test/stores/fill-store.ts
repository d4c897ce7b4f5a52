import type { AccessTokenRecord, Store } from '@oauthplus/server'
import Database from 'libsql'
import pg from 'pg'

const USERS = 1000
const CALLS_AT_ONCE = 50

/** The records with which a store is filled, all of the consumer of a token. */
export interface Filling {
  readonly nonces: number
  readonly tokens: number
  /** The token that the others are like. */
  readonly token: AccessTokenRecord
}

/** Puts many nonces and access tokens into the store at a URL: with statements if it is a SQL database, else with its operations. */
export async function fillStore(store: Store, url: string, filling: Filling): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const database = new Database(url.slice('sqlite:'.length))
    for (const text of statementsOf(filling, recursiveNumbers, "printf('%042d', number)")) {
      database.exec(text)
    }
    database.close()
  } else if (url.startsWith('postgres:')) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const series = (count: number): string => `generate_series(1, ${count}) AS numbers(number)`
    for (const text of statementsOf(filling, series, "lpad(number::text, 42, '0')")) {
      await client.query(text)
    }
    // As the database does by itself after a while.
    await client.query('VACUUM ANALYZE oauth_tokens')
    await client.query('VACUUM ANALYZE oauth_nonces')
    await client.end()
  } else {
    await fillByCalls(store, filling)
  }
}

function recursiveNumbers(count: number): string {
  return `(WITH RECURSIVE numbers(number) AS
    (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${count})
    SELECT number FROM numbers) AS numbers`
}

function statementsOf(
  { nonces, tokens, token }: Filling,
  numbers: (count: number) => string,
  key: string,
): readonly string[] {
  const copied = 'kind, secret, consumer_key, scopes, state, granted_by, created_at_seconds'
  return [
    nonces > 0 &&
      `INSERT INTO oauth_nonces (digest, expires_at_seconds)
        SELECT ${key}, ${lastSecond(token)} FROM ${numbers(nonces)}`,
    tokens > 0 &&
      `INSERT INTO oauth_tokens (key, user_id, ${copied})
        SELECT ${key}, 'user ' || number % ${USERS}, ${copied}
        FROM oauth_tokens, ${numbers(tokens)} WHERE key = '${token.key}'`,
  ].filter((text) => text !== false)
}

async function fillByCalls(store: Store, { nonces, tokens, token }: Filling): Promise<void> {
  const { consumerKey, createdAtSeconds: nowSeconds } = token
  await manyAtOnce(nonces, (number) =>
    store.recordNonce({
      digest: keyOf(number),
      consumerKey,
      expiresAtSeconds: lastSecond(token),
      nowSeconds,
    }),
  )
  await manyAtOnce(tokens, (number) =>
    store.createAccessToken({ ...token, key: keyOf(number), userId: `user ${number % USERS}` }),
  )
}

async function manyAtOnce(count: number, act: (number: number) => Promise<unknown>): Promise<void> {
  let begun = 0
  const worker = async (): Promise<void> => {
    while (begun < count) await act(++begun)
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, worker))
}

function keyOf(number: number): string {
  return String(number).padStart(42, '0')
}

/** Gives a second that no measurement reaches. */
function lastSecond({ createdAtSeconds }: AccessTokenRecord): number {
  return createdAtSeconds + 86_400
}
