import { OAuthError } from '@oauthplus/client'
import { describe, expect, it } from 'vitest'

import { describeFailure } from '../src/describe-failure.js'

describe('describeFailure', () => {
  it.each<[name: string, error: Error, line: string, exitCode: number]>([
    [
      'a message that is more specific than its cause',
      new Error('sqliteStore needs libsql: npm install libsql', {
        cause: new Error("Cannot find module 'libsql'"),
      }),
      'sqliteStore needs libsql: npm install libsql',
      1,
    ],
    [
      'the cause of an unspecific message',
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
      'an address of another machine',
      Object.assign(new Error('listen EADDRNOTAVAIL: address not available 203.0.113.5:80'), {
        code: 'EADDRNOTAVAIL',
        syscall: 'listen',
        address: '203.0.113.5',
        port: 80,
      }),
      'This machine does not have the address 203.0.113.5: choose another with --host',
      1,
    ],
    [
      'a port for administrators',
      Object.assign(new Error('listen EACCES: permission denied 127.0.0.1:80'), {
        code: 'EACCES',
        syscall: 'listen',
        address: '127.0.0.1',
        port: 80,
      }),
      'You do not have permission to listen on port 80: choose another with --port',
      1,
    ],
    [
      'a server that does not run',
      Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
        code: 'ECONNREFUSED',
        syscall: 'connect',
        address: '127.0.0.1',
        port: 5432,
      }),
      'Nothing accepts connections on port 5432 of 127.0.0.1 (ECONNREFUSED)',
      3,
    ],
    [
      'an unknown host',
      Object.assign(new Error('getaddrinfo ENOTFOUND db.invalid'), {
        code: 'ENOTFOUND',
        syscall: 'getaddrinfo',
        hostname: 'db.invalid',
      }),
      'The host db.invalid does not exist (ENOTFOUND)',
      3,
    ],
    [
      'a timeout',
      new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
      'The server did not respond in time',
      3,
    ],
    [
      'a timeout inside another error',
      new TypeError('fetch failed', {
        cause: new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
      }),
      'The server did not respond in time',
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
