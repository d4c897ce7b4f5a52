import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { findProgram } from '../find-program.js'
import { findInterpreter, scriptPath } from './foreign-client.js'
import type { Interpreter } from './foreign-client.js'
import { startListening } from './listening-process.js'
import type { ListeningProcess } from './listening-process.js'
import type { Endpoints } from './start-provider.js'

/** The endpoints and credentials that a foreign provider prints. */
export interface ForeignEndpoints extends Endpoints {
  /** The library that verifies, with its version. */
  readonly library: string
  readonly consumer: { readonly key: string; readonly secret: string }
  /** A resource for two-legged requests, if the library can verify one. */
  readonly twoLeggedUrl?: string
  /** The user whose password it knows, where it gives tokens by xAuth. */
  readonly user?: { readonly username: string; readonly password: string }
}

/** A provider of others, running, or why there is none here. */
export type ForeignProvider = ListeningProcess<ForeignEndpoints> | { readonly missing: string }

/** Starts a provider of others on a free port, with the consumer's RSA key in a file. */
export type StartForeignProvider = (
  rsaPublicKeyFile: string,
  more?: readonly string[],
) => Promise<ForeignProvider>

/** Starts the provider made with Python's oauthlib. */
export const startOauthlibProvider: StartForeignProvider = async (rsaPublicKeyFile, more = []) =>
  started(
    await findInterpreter('python3', ['-c', 'import oauthlib.oauth1'], {
      packages: 'python3-oauthlib',
    }),
    [scriptPath('oauthlib_provider.py'), '--rsa-public-key', rsaPublicKeyFile, ...more],
  )

/** Starts the provider made with Python's Authlib. */
export const startAuthlibProvider: StartForeignProvider = async (rsaPublicKeyFile) =>
  started(
    await findInterpreter('python3', ['-c', 'import authlib.integrations.flask_oauth1'], {
      packages: 'python3-authlib python3-flask',
    }),
    [scriptPath('authlib_provider.py'), '--rsa-public-key', rsaPublicKeyFile],
  )

/** Starts the provider made with Ruby's oauth gem. */
export const startOauthGemProvider: StartForeignProvider = async (rsaPublicKeyFile) =>
  started(
    await findInterpreter(
      'ruby',
      ['-e', 'require "oauth/request_proxy/rack_request"; require "rack/handler/webrick"'],
      { packages: 'ruby-oauth ruby-rack ruby-webrick' },
    ),
    [scriptPath('oauth_gem_provider.rb'), rsaPublicKeyFile],
  )

/** Starts the provider made with oauthorize and passport-http-oauth, which know no RSA. */
export const startOauthorizeProvider: StartForeignProvider = () =>
  started({ command: process.execPath }, [scriptPath('oauthorize-provider.mjs')])

/** Starts the provider made with PHP's OAuthProvider. It cannot verify by RSA, so it needs no key. */
export const startPhpProvider: StartForeignProvider = async () => {
  const found = findProgram(['php'], { debianPackage: 'php-cli php-oauth' })
  if ('missing' in found) return found
  const directory = await mkdtemp(join(tmpdir(), 'oauthplus-php-'))
  const removeDirectory = (): Promise<void> => rm(directory, { recursive: true, force: true })
  try {
    const provider = await startListening<string>(
      found.command,
      ['-S', '127.0.0.1:0', scriptPath('oauth_extension_provider.php')],
      {
        cwd: directory,
        env: { PROVIDER_STATE_FILE: join(directory, 'state.json') },
        endpointsOf: (line) => /Development Server \((http:.*)\) started/.exec(line)?.[1],
      },
    )
    const origin = provider.endpoints
    const told = (await (await fetch(origin)).json()) as Pick<
      ForeignEndpoints,
      'library' | 'consumer' | 'user'
    >
    return {
      endpoints: {
        ...told,
        origin,
        requestTokenUrl: `${origin}/oauth/request_token`,
        authorizeUrl: `${origin}/oauth/authorize`,
        accessTokenUrl: `${origin}/oauth/access_token`,
        echoUrl: `${origin}/api/echo`,
        twoLeggedUrl: `${origin}/api/two-legged`,
      },
      stop: async () => {
        await provider.stop()
        await removeDirectory()
      },
    }
  } catch (error) {
    await removeDirectory()
    throw error
  }
}

async function started(
  interpreter: Interpreter,
  args: readonly string[],
): Promise<ForeignProvider> {
  if ('missing' in interpreter) return interpreter
  return startListening<ForeignEndpoints>(interpreter.command, args, { cwd: tmpdir() })
}
