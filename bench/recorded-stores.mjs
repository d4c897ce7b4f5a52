// Stores whose clients record the statements, so that a bare client can repeat them.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { splitStore } from '@oauthplus/server'
import { postgresStore } from '@oauthplus/store-postgres'
import { redisStore } from '@oauthplus/store-redis'
import { sqliteStore } from '@oauthplus/store-sqlite'
import Database from 'libsql'
import pg from 'pg'
import { createClient } from 'redis'

import { startServer } from './store-servers.mjs'

const QUIET = { purgeEverySeconds: false }

/**
 * Starts a store of each kind. `record` returns a function that repeats all statements of a call,
 * each time with a new nonce.
 */
export const RECORDED_STORES = [
  ['SQLite', () => start(recordSqlite)],
  ['PostgreSQL', () => start(recordPostgres)],
  ['Redis', () => start(recordRedis)],
  ['PostgreSQL and Redis', () => start(recordSplit)],
]

/** Each kind pushes to `asked` what repeats a call; `measured` is the store that most would create. */
async function recordSqlite(asked) {
  const directory = await mkdtemp(join(tmpdir(), 'oauthplus-bench-'))
  const file = join(directory, 'oauth.db')
  const own = new Database(file)
  const bare = new Database(file)
  const prepared = new Map()
  const prepareBare = (sql) => {
    if (!prepared.has(sql)) prepared.set(sql, bare.prepare(sql))
    return prepared.get(sql)
  }
  const recording = sqliteStore(
    {
      exec(sql) {
        asked.push(() => bare.exec(sql))
        return own.exec(sql)
      },
      prepare(sql) {
        const statement = own.prepare(sql)
        const call =
          (how) =>
          (...values) => {
            asked.push((withNonce) => prepareBare(sql)[how](...values.map(withNonce)))
            return statement[how](...values)
          }
        return { run: call('run'), get: call('get'), all: call('all') }
      },
    },
    QUIET,
  )
  return {
    recording,
    measured: recording,
    async close() {
      own.close()
      bare.close()
      await rm(directory, { recursive: true })
    },
  }
}

async function recordPostgres(asked) {
  const server = await startServer('postgres')
  const own = new pg.Pool({ connectionString: server.url, max: 1 })
  const bare = new pg.Pool({ connectionString: server.url, max: 1 })
  const recording = postgresStore(
    {
      async connect() {
        const client = await own.connect()
        return {
          query(query) {
            const { name, text, values } = query
            asked.push((withNonce) => bare.query({ name, text, values: values.map(withNonce) }))
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
  const measured = postgresStore(server.url, QUIET)
  return {
    recording,
    measured,
    async close() {
      await Promise.all([own.end(), bare.end(), measured.close()])
      await server.stop()
    },
  }
}

async function recordRedis(asked) {
  const server = await startServer('redis')
  const own = createClient({ url: server.url })
  // Created like in a store: without a queue, a command needs no separate timeout.
  const bare = await createClient({ url: server.url, disableOfflineQueue: true }).connect()
  const recording = redisStore({
    get isOpen() {
      return own.isOpen
    },
    connect: () => own.connect(),
    on: (event, listener) => own.on(event, listener),
    off: (event, listener) => own.off(event, listener),
    destroy: () => own.destroy(),
    sendCommand(words, options) {
      asked.push((withNonce) => bare.sendCommand(words.map(withNonce)))
      return own.sendCommand(words, options)
    },
  })
  const measured = redisStore(server.url)
  return {
    recording,
    measured,
    async close() {
      own.destroy()
      bare.destroy()
      await measured.close()
      await server.stop()
    },
  }
}

async function recordSplit(asked) {
  const [records, nonces] = await Promise.all([recordPostgres(asked), recordRedis(asked)])
  return {
    recording: splitStore({ records: records.recording, nonces: nonces.recording }),
    measured: splitStore({ records: records.measured, nonces: nonces.measured }),
    async close() {
      await Promise.all([records.close(), nonces.close()])
    },
  }
}

async function start(createRecorded) {
  const asked = []
  const { recording, measured, close } = await createRecorded(asked)
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
        for (const repeat of calls) {
          await repeat((value) => (value === recordedDigest ? fresh : value))
        }
        asked.length = 0
      }
      return { repeatAll, count: calls.length }
    },
  }
}
