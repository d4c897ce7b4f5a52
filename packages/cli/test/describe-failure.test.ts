import { OAuthError } from '@oauthplus/client'
import { describe, expect, it } from 'vitest'

import { describeFailure } from '../src/describe-failure.js'

describe('describeFailure', () => {
  it.each<[name: string, error: Error, line: string, exitCode: number]>([
    [
      'a message that is better than its cause',
      new Error('sqliteStore needs libsql: npm install libsql', {
        cause: new Error("Cannot find module 'libsql'"),
      }),
      'sqliteStore needs libsql: npm install libsql',
      1,
    ],
    [
      'the cause of a message that says nothing',
      new TypeError('fetch failed', { cause: new Error('unable to verify the first certificate') }),
      'unable to verify the first certificate',
      1,
    ],
    [
      'the code of a cause without a message',
      new TypeError('fetch failed', {
        cause: Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
      }),
      'ECONNREFUSED',
      3,
    ],
    [
      'a port that is in use',
      Object.assign(new Error('listen EADDRINUSE: address already in use 127.0.0.1:8080'), {
        code: 'EADDRINUSE',
        port: 8080,
      }),
      'Port 8080 is in use: choose another with --port',
      1,
    ],
    [
      'a timeout',
      new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
      'There was no response in time',
      3,
    ],
    [
      'a timeout beneath another error',
      new TypeError('fetch failed', {
        cause: new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
      }),
      'There was no response in time',
      3,
    ],
    [
      'a store that does not respond',
      new OAuthError('service_unavailable', 'Redis did not respond', {
        cause: new Error('Socket closed'),
      }),
      'Redis did not respond (service_unavailable)',
      3,
    ],
    ['no message', new Error('', { cause: new Error('why') }), 'why', 1],
  ])('prints %s', (_name, error, line, exitCode) => {
    expect(describeFailure(error)).toEqual({ line, exitCode })
  })
})
