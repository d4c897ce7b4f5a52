// Stores whose servers are asked through clients that write down what is asked, so that it can be asked again by a
// client alone.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { postgresStore } from '@oauthplus/store-postgres'
import { redisStore } from '@oauthplus/store-redis'
import { sqliteStore } from '@oauthplus/store-sqlite'
import Database from 'libsql'
import pg from 'pg'
import { createClient } from 'redis'

import { startServer } from './store-servers.mjs'

const QUIET = { purgeEverySeconds: false }

/** Starts a store of each kind: `record` gives what repeats all that a call asks, with a nonce of its own each time. */
export const RECORDED_STORES = [
  ['SQLite', recordSqlite],
  ['PostgreSQL', recordPostgres],
  ['Redis', recordRedis],
]

async function recordSqlite() {
  const directory = await mkdtemp(join(tmpdir(), 'oauthplus-bench-'))
  const file = join(directory, 'oauth.db')
  const asked = []
  const own = new Database(file)
  const store = sqliteStore(
    {
      exec(sql) {
        asked.push({ sql, how: 'exec', values: [] })
        return own.exec(sql)
      },
      prepare(sql) {
        const statement = own.prepare(sql)
        const call =
          (how) =>
          (...values) => {
            asked.push({ sql, how, values })
            return statement[how](...values)
          }
        return { run: call('run'), get: call('get'), all: call('all') }
      },
    },
    QUIET,
  )
  const bare = new Database(file)
  const prepared = new Map()
  return createRecordedRow(store, {
    asked,
    repeat({ sql, how, values }, withNonce) {
      if (how === 'exec') return bare.exec(sql)
      if (!prepared.has(sql)) prepared.set(sql, bare.prepare(sql))
      return prepared.get(sql)[how](...values.map(withNonce))
    },
    async close() {
      own.close()
      bare.close()
      await rm(directory, { recursive: true })
    },
  })
}

async function recordPostgres() {
  const server = await startServer('postgres')
  const asked = []
  const own = new pg.Pool({ connectionString: server.url, max: 1 })
  const store = postgresStore(
    {
      async connect() {
        const client = await own.connect()
        return {
          query(query) {
            asked.push(query)
            return client.query(query)
          },
          release: (destroy) => client.release(destroy),
          on: (event, listener) => client.on(event, listener),
          off: (event, listener) => client.off(event, listener),
        }
      },
      end: () => own.end(),
      on: (event, listener) => own.on(event, listener),
      off: (event, listener) => own.off(event, listener),
    },
    QUIET,
  )
  const bare = new pg.Pool({ connectionString: server.url, max: 1 })
  return createRecordedRow(store, {
    asked,
    repeat: ({ name, text, values }, withNonce) =>
      bare.query({ name, text, values: values.map(withNonce) }),
    async close() {
      await Promise.all([own.end(), bare.end()])
      await server.stop()
    },
  })
}

async function recordRedis() {
  const server = await startServer('redis')
  const asked = []
  const own = createClient({ url: server.url })
  const recording = redisStore({
    get isOpen() {
      return own.isOpen
    },
    connect: () => own.connect(),
    on: (event, listener) => own.on(event, listener),
    off: (event, listener) => own.off(event, listener),
    destroy: () => own.destroy(),
    sendCommand(words, options) {
      asked.push(words)
      return own.sendCommand(words, options)
    },
  })
  // What is measured makes its client itself, as most will let it.
  const measured = redisStore(server.url)
  const bare = await createClient({ url: server.url }).connect()
  return createRecordedRow(recording, {
    asked,
    measured,
    repeat: (words, withNonce) => bare.sendCommand(words.map(withNonce)),
    async close() {
      own.destroy()
      bare.destroy()
      await measured.close()
      await server.stop()
    },
  })
}

async function createRecordedRow(recording, { asked, measured = recording, repeat, close }) {
  await recording.migrate()
  let store = measured
  let digest
  return {
    close,
    store: {
      ...measured,
      findCredentials: (...keys) => store.findCredentials(...keys),
      recordNonce(nonce) {
        digest = nonce.digest
        return store.recordNonce(nonce)
      },
    },
    async record(call) {
      asked.length = 0
      store = recording
      await call()
      store = measured
      const calls = asked.splice(0)
      const recordedDigest = digest
      const repeatAll = async () => {
        const fresh = randomBytes(32).toString('base64')
        for (const one of calls) {
          await repeat(one, (value) => (value === recordedDigest ? fresh : value))
        }
        asked.length = 0
      }
      return { repeatAll, count: calls.length }
    },
  }
}
