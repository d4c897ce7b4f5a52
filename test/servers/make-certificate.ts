import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { findProgram } from '../find-program.js'

/** OpenSSL on the command line. */
export const OPENSSL: ReturnType<typeof findProgram> = findProgram(['openssl'], {
  debianPackage: 'openssl',
})

/** Makes `key.pem` and `certificate.pem` for `localhost` in a folder, and returns the certificate. */
export async function makeCertificate(directory: string): Promise<string> {
  if (!('command' in OPENSSL)) throw new Error(OPENSSL.missing)
  await promisify(execFile)(
    OPENSSL.command,
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      'key.pem',
      '-out',
      'certificate.pem',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
    ],
    { cwd: directory },
  )
  return readFile(join(directory, 'certificate.pem'), 'utf8')
}
