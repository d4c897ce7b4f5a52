import { tmpdir } from 'node:os'

import { scriptPath } from './foreign-client.js'
import { startListening } from './listening-process.js'
import type { ListeningProcess } from './listening-process.js'
import type { Endpoints } from './start-provider.js'

/** What the provider made with oauthlib prints: its endpoints, and the one Consumer that it knows. */
export interface OauthlibEndpoints extends Endpoints {
  readonly consumer: { readonly key: string; readonly secret: string }
  readonly xauth: false
}

/**
 * Starts the provider made with Python's oauthlib on a free port.
 *
 * @param python A Python that has oauthlib.
 * @param options.rsaPublicKeyFile The Consumer's public key, when it is to use the RSA methods.
 *
 * @returns Its endpoints and Consumer, and how to end it.
 *
 * @throws Error with its standard error when it does not come up.
 */
export function startOauthlibProvider(
  python: string,
  options: { rsaPublicKeyFile?: string } = {},
): Promise<ListeningProcess<OauthlibEndpoints>> {
  const { rsaPublicKeyFile } = options
  return startListening(
    python,
    [
      scriptPath('oauthlib_provider.py'),
      ...(rsaPublicKeyFile ? ['--rsa-public-key', rsaPublicKeyFile] : []),
    ],
    { cwd: tmpdir() },
  )
}
