import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import type { Command } from 'commander'

import { addSignerFlags, readSigner, readSignerProvider } from '../consumer-side/signer-flags.js'
import type { SignerFlags } from '../consumer-side/signer-flags.js'
import { getProvider, createSignedFetch } from '../consumer-side/prepare-client.js'
import { keepRenewedToken } from '../consumer-side/keep-renewed-token.js'
import { EXIT_CODES, createUsageFailure } from '../failure.js'
import { addExamples, createCommand } from '../create-command.js'
import { note } from '../output/print.js'
import { createSigningProxy } from '../proxy/create-signing-proxy.js'
import { sendStreaming } from '../proxy/send-streaming.js'

const LOOPBACK = '127.0.0.1'
const LOOPBACK_NAMES = [LOOPBACK, 'localhost', '[::1]']

interface Flags extends SignerFlags {
  readonly port: string
  readonly host: string
  readonly target?: string
}

/** Creates `proxy`. */
export function createProxyCommand(): Command {
  const command = addSignerFlags(createCommand('proxy', 'sign every request to a local port'))
    .option('--port <number>', 'the port to listen on, or 0 for a free one', '8080')
    .option('--host <address>', 'the address to listen on', LOOPBACK)
    .option('--target <origin>', 'the origin to forward to; that of the profile by default')
    .action(async (flags: Flags) => {
      const port = parsePort(flags.port)
      const provider = getProvider(await readSignerProvider(flags))
      const target = findTarget(flags.target, provider)
      const signer = await readSigner(flags)
      const isLoopback = LOOPBACK_NAMES.includes(flags.host)
      const server = createSigningProxy({
        fetch: await createSignedFetch(signer, {
          ...keepRenewedToken(flags, signer),
          fetch: sendStreaming,
        }),
        target,
        isHashed: provider.sendBodyHash === true,
        hostNames: isLoopback ? LOOPBACK_NAMES : [...LOOPBACK_NAMES, flags.host.toLowerCase()],
        log: note,
      })
      server.listen(port, flags.host.replace(/^\[|\]$/g, ''))
      await once(server, 'listening')
      process.once('SIGINT', () => {
        process.exitCode = EXIT_CODES.interrupted
        server.close()
        server.closeAllConnections()
      })
      if (!isLoopback) {
        note(`Anyone who can reach ${flags.host} can now send signed requests.`)
      }
      const { port: chosen } = server.address() as AddressInfo
      note(
        `Signing requests to ${target} on http://${flags.host}:${String(chosen)} (press Ctrl-C to stop)`,
      )
      await once(server, 'close')
    })
  return addExamples(command, [
    'proxy',
    'proxy -p work --port 9000 --target https://api.photos.example',
  ])
}

function parsePort(value: string): number {
  const port = Number(value)
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port
  throw createUsageFailure(`--port must be a number from 0 to 65535, received ${value}`)
}

function findTarget(given: string | undefined, provider: ReturnType<typeof getProvider>): string {
  const { accessTokenUrl, requestTokenUrl } = provider
  const known = [accessTokenUrl ?? requestTokenUrl].flatMap((url) => url ?? [])
  const origins = (provider.origins ?? known).map((url) => new URL(url).origin)
  if (given === undefined) {
    const [first] = origins
    if (first === undefined)
      throw createUsageFailure('--target is required, because the profile has no URL')
    return first
  }
  if (!/^https?:\/\//i.test(given) || !URL.canParse(given)) {
    throw createUsageFailure(
      `--target must be an origin such as https://api.photos.example, received ${given}`,
    )
  }
  const { origin } = new URL(given)
  if (provider.origins !== undefined && !origins.includes(origin)) {
    throw createUsageFailure(`--target must be one of ${origins.join(', ')}, received ${given}`)
  }
  return origin
}
