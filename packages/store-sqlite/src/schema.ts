/** The version of the tables that this release makes and reads. */
export const SCHEMA_VERSION = 4

/**
 * The steps from each version to the next. A released step is never changed: a database that has it
 * does not run it again.
 */
export const MIGRATIONS: readonly ((prefix: string) => string)[] = [
  (prefix) => `
    CREATE TABLE ${prefix}consumers (
      key TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      name TEXT NOT NULL,
      description TEXT NOT NULL,
      website TEXT,
      owner_id TEXT,
      status TEXT NOT NULL,
      secrets TEXT NOT NULL,
      public_keys TEXT NOT NULL,
      signature_methods TEXT NOT NULL,
      callbacks TEXT NOT NULL,
      default_callback TEXT,
      xauth_allowed INTEGER NOT NULL,
      two_legged_allowed INTEGER NOT NULL,
      body_hash_required INTEGER NOT NULL,
      address_ranges TEXT NOT NULL,
      request_token_lifetime_seconds INTEGER,
      access_token_lifetime_seconds INTEGER,
      session_lifetime_seconds INTEGER,
      created_at_seconds INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE ${prefix}tokens (
      key TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      secret TEXT NOT NULL,
      consumer_key TEXT NOT NULL,
      user_id TEXT,
      scopes TEXT NOT NULL,
      state TEXT NOT NULL,
      created_at_seconds INTEGER NOT NULL,
      expires_at_seconds INTEGER,
      keep_until_seconds INTEGER,
      callback TEXT,
      verifier_digest TEXT,
      wrong_verifiers INTEGER,
      consent_key TEXT,
      granted_by TEXT,
      session_handle_digest TEXT,
      last_used_at_seconds INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX ${prefix}tokens_by_consumer ON ${prefix}tokens (consumer_key, state, key);
    CREATE INDEX ${prefix}tokens_by_user ON ${prefix}tokens (user_id, state, key)
      WHERE user_id IS NOT NULL;
    CREATE INDEX ${prefix}tokens_by_last_second ON ${prefix}tokens (keep_until_seconds)
      WHERE keep_until_seconds IS NOT NULL;
    CREATE TABLE ${prefix}nonces (
      digest TEXT PRIMARY KEY,
      expires_at_seconds INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX ${prefix}nonces_by_last_second ON ${prefix}nonces (expires_at_seconds);
    INSERT INTO ${prefix}meta (name, value) VALUES ('purged_by_seconds', 0), ('purging_until', 0);`,
  (prefix) =>
    `ALTER TABLE ${prefix}consumers ADD COLUMN plaintext_in_query_allowed INTEGER NOT NULL DEFAULT 0;`,
  (prefix) => `
    ALTER TABLE ${prefix}consumers ADD COLUMN icon_url TEXT;
    ALTER TABLE ${prefix}consumers ADD COLUMN status_reason TEXT;
    ALTER TABLE ${prefix}consumers ADD COLUMN scopes TEXT;
    CREATE INDEX ${prefix}consumers_by_owner ON ${prefix}consumers (owner_id, key)
      WHERE owner_id IS NOT NULL;
    CREATE INDEX ${prefix}consumers_by_status ON ${prefix}consumers (status, key);
    CREATE TABLE ${prefix}audit (
      id TEXT PRIMARY KEY,
      consumer_key TEXT NOT NULL,
      entry TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX ${prefix}audit_by_consumer ON ${prefix}audit (consumer_key, id);`,
  (prefix) => `
    CREATE TABLE ${prefix}refusals (
      consumer_key TEXT NOT NULL,
      day INTEGER NOT NULL,
      code TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (consumer_key, day, code)
    ) WITHOUT ROWID;
    CREATE INDEX ${prefix}refusals_by_day ON ${prefix}refusals (day);`,
]
