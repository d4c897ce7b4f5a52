import type { PostgresLink } from './postgres-link.js'
import type { TableNames } from './table-names.js'

/** The migrations, each from one version of the layout to the next: the first creates the tables. */
const MIGRATIONS: readonly ((names: TableNames) => readonly string[])[] = [
  createFirstLayout,
  addPlaintextInQuery,
  addAudit,
  addRefusals,
]

/** The version of the layout that this package reads and writes. */
export const LAYOUT_VERSION: number = MIGRATIONS.length

/** Brings the tables to this package's version, in one transaction; others who want to, wait. */
export async function migrate(link: PostgresLink, names: TableNames): Promise<void> {
  await link.transaction(async (run) => {
    await run('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [names.lock('migrations')])
    if (names.schema !== undefined) {
      const found = await run('SELECT 1 FROM pg_namespace WHERE nspname = $1', [names.schema])
      if (found.rows.length === 0) await run(`CREATE SCHEMA "${names.schema}"`, [])
    }
    await run(
      `CREATE TABLE IF NOT EXISTS ${names.settings} (name text PRIMARY KEY, value bigint NOT NULL)`,
      [],
    )
    const version = await readLayoutVersion(run, names)
    if (version > LAYOUT_VERSION) throw createNewerLayoutError(version)
    for (const migration of MIGRATIONS.slice(version)) {
      for (const sql of migration(names)) await run(sql, [])
    }
    await run(
      `INSERT INTO ${names.settings} (name, value) VALUES ('version', $1)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [LAYOUT_VERSION],
    )
  })
}

/** Reads the version of the layout; 0 if there is none yet. */
export async function readLayoutVersion(
  run: (sql: string, values: readonly unknown[]) => Promise<{ readonly rows: unknown[][] }>,
  names: TableNames,
): Promise<number> {
  const { rows } = await run(`SELECT value FROM ${names.settings} WHERE name = 'version'`, [])
  return Number(rows[0]?.[0] ?? 0)
}

/** Says that the tables are ahead of this package. */
export function createNewerLayoutError(version: number): Error {
  return new Error(
    `The tables have the layout ${version}, made by a newer version of @oauthplus/store-postgres; this one knows ${LAYOUT_VERSION}`,
  )
}

function createFirstLayout(names: TableNames): readonly string[] {
  const { settings, consumers, tokens, nonces, index } = names
  const gate = `hashtextextended('${names.lock('nonces')}', 0)`
  const throttle =
    names.schema === undefined ? `"${names.throttle}"` : `"${names.schema}"."${names.throttle}"`
  return [
    `INSERT INTO ${settings} (name, value) VALUES ('nonces_purged_until_seconds', 0)`,
    // Lists are in the order of ASCII, whatever language the database speaks.
    `CREATE TABLE ${consumers} (
      key text COLLATE "C" PRIMARY KEY,
      revision bigint NOT NULL,
      name text NOT NULL,
      description text NOT NULL,
      website text,
      owner_id text,
      status text NOT NULL,
      secrets jsonb NOT NULL,
      public_keys jsonb NOT NULL,
      signature_methods text[] NOT NULL,
      callbacks text[] NOT NULL,
      default_callback text,
      xauth_allowed boolean NOT NULL,
      two_legged_allowed boolean NOT NULL,
      body_hash_required boolean NOT NULL,
      address_ranges text[] NOT NULL,
      request_token_lifetime_seconds bigint,
      access_token_lifetime_seconds bigint,
      session_lifetime_seconds bigint,
      created_at_seconds bigint NOT NULL
    )`,
    // With room on each page, writing the last use touches no index.
    `CREATE TABLE ${tokens} (
      key text COLLATE "C" PRIMARY KEY,
      kind text NOT NULL,
      secret text NOT NULL,
      consumer_key text COLLATE "C" NOT NULL REFERENCES ${consumers} (key),
      user_id text COLLATE "C",
      scopes text[] NOT NULL,
      state text COLLATE "C" NOT NULL,
      created_at_seconds bigint NOT NULL,
      expires_at_seconds bigint,
      keep_until_seconds bigint,
      callback text,
      verifier_digest text,
      wrong_verifiers bigint,
      consent_key text,
      granted_by text,
      session_handle_digest text,
      last_used_at_seconds bigint
    ) WITH (fillfactor = 85)`,
    `CREATE INDEX ${index('tokens_valid')} ON ${tokens} (key) WHERE state = 'valid'`,
    `CREATE INDEX ${index('tokens_consumer')} ON ${tokens} (consumer_key, state, key)`,
    `CREATE INDEX ${index('tokens_user')} ON ${tokens} (user_id, state, key)`,
    `CREATE INDEX ${index('tokens_keep_until')} ON ${tokens} (keep_until_seconds)`,
    // Never UNLOGGED: a crash would empty it, and with it every replay would be let in.
    `CREATE TABLE ${nonces} (
      digest text COLLATE "C" PRIMARY KEY,
      expires_at_seconds bigint NOT NULL
    ) WITH (autovacuum_vacuum_scale_factor = 0.05)`,
    `CREATE INDEX ${index('nonces_expiry')} ON ${nonces} (expires_at_seconds)`,
    // rate-limiter-flexible expects this table.
    `CREATE TABLE IF NOT EXISTS ${throttle} (
      key varchar(255) PRIMARY KEY,
      points integer NOT NULL DEFAULT 0,
      expire bigint
    )`,
    `CREATE INDEX IF NOT EXISTS ${index('throttle_expire')} ON ${throttle} (expire)`,
    // Each statement of a function sees the data that was committed before it began. So a call that passes
    // the gate either inserts before a purge has begun to delete, and meets the nonce that
    // is there, or reads up to which second that purge forgets.
    `CREATE FUNCTION ${names.recordNonce}(
      new_digest text, last_second bigint, now_seconds bigint, access_token_key text
    ) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $body$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(${gate});
      IF last_second < now_seconds OR last_second < (
        SELECT value FROM ${settings} WHERE name = 'nonces_purged_until_seconds'
      ) THEN
        RETURN false;
      END IF;
      INSERT INTO ${nonces} (digest, expires_at_seconds)
        VALUES (new_digest, last_second) ON CONFLICT (digest) DO NOTHING;
      IF NOT FOUND THEN
        RETURN false;
      END IF;
      IF access_token_key IS NOT NULL THEN
        UPDATE ${tokens} SET last_used_at_seconds = now_seconds
          WHERE key = access_token_key AND kind = 'access'
            AND (last_used_at_seconds IS NULL OR last_used_at_seconds <= now_seconds - 60);
      END IF;
      RETURN true;
    END
    $body$`,
    `CREATE FUNCTION ${names.beginPurge}(now_seconds bigint)
    RETURNS void LANGUAGE plpgsql VOLATILE AS $body$
    BEGIN
      PERFORM pg_advisory_xact_lock(${gate});
      UPDATE ${settings} SET value = now_seconds
        WHERE name = 'nonces_purged_until_seconds' AND value < now_seconds;
    END
    $body$`,
  ]
}

function addPlaintextInQuery({ consumers }: TableNames): readonly string[] {
  return [
    `ALTER TABLE ${consumers} ADD COLUMN plaintext_in_query_allowed boolean NOT NULL DEFAULT false`,
  ]
}

function addAudit({ consumers, audit, index }: TableNames): readonly string[] {
  return [
    `ALTER TABLE ${consumers} ADD COLUMN icon_url text, ADD COLUMN status_reason text,
      ADD COLUMN scopes text[]`,
    `CREATE INDEX ${index('consumers_owner')} ON ${consumers} (owner_id, key)`,
    `CREATE INDEX ${index('consumers_status')} ON ${consumers} (status, key)`,
    `CREATE TABLE ${audit} (
      id text COLLATE "C" PRIMARY KEY,
      consumer_key text COLLATE "C" NOT NULL,
      entry jsonb NOT NULL
    )`,
    `CREATE INDEX ${index('audit_consumer')} ON ${audit} (consumer_key, id)`,
  ]
}

function addRefusals({ refusals, index }: TableNames): readonly string[] {
  return [
    `CREATE TABLE ${refusals} (
      consumer_key text COLLATE "C" NOT NULL,
      day bigint NOT NULL,
      code text COLLATE "C" NOT NULL,
      count bigint NOT NULL,
      PRIMARY KEY (consumer_key, day, code)
    ) WITH (fillfactor = 85)`,
    `CREATE INDEX ${index('refusals_day')} ON ${refusals} (day)`,
  ]
}
