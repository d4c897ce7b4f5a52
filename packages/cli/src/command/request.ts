import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'

import { readProblem } from '@oauthplus/client'
import { Option } from 'commander'
import type { Command } from 'commander'

import { assertUrl } from '../consumer-side/assert-url.js'
import { addSignerFlags, readSigner, readSignerProvider } from '../consumer-side/signer-flags.js'
import type { SignerFlags } from '../consumer-side/signer-flags.js'
import { createSignedFetch } from '../consumer-side/prepare-client.js'
import { keepRenewedToken } from '../consumer-side/keep-renewed-token.js'
import { readRequestInit, addRequestFlags } from '../consumer-side/request-flags.js'
import type { RequestFlags } from '../consumer-side/request-flags.js'
import { EXIT_CODES } from '../failure.js'
import { findProblemPage } from '../output/find-problem-page.js'
import { note, print } from '../output/print.js'
import { escapeLines, createEscapeStream, escapeCell } from '../output/escape.js'
import { addExamples, addRareOption, collect, createCommand } from '../create-command.js'

const LINE_FEED = 0x0a

interface Flags extends SignerFlags, RequestFlags {
  readonly include?: true
  readonly output?: string
  readonly fail?: true
  readonly follow: boolean
}

/** Creates `request`. */
export function createRequestCommand(): Command {
  const command = addRequestFlags(
    addSignerFlags(createCommand('request <url>', 'sign a request and send it')),
  )
    .option('-F, --form <name=value>', 'a multipart field, or NAME=@FILE; repeatable', collect)
    .option('-i, --include', 'also print the status and the headers')
    .option('-o, --output <file>', 'write the response to a file')
    .option('-f, --fail', 'exit with status 1 if the HTTP status is 400 or greater')
  addRareOption(command, new Option('--no-follow', 'print a redirect instead of following it'))
  command.action(async (url: string, flags: Flags) => {
    assertUrl(url, await readSignerProvider(flags))
    const init = await readRequestInit(flags)
    const signer = await readSigner(flags)
    const fetch = await createSignedFetch(signer, keepRenewedToken(flags, signer))
    const response = await fetch(url, { ...init, redirect: flags.follow ? 'follow' : 'manual' })
    const problem = response.ok ? undefined : await readProblem(response)
    await printResponse(response, flags)
    if (problem !== undefined) {
      const advice = problem.advice === undefined ? '' : `: ${escapeLines(problem.advice)}`
      note(`The provider reports ${escapeLines(problem.code)}${advice}`)
      const page = findProblemPage(problem.code, process.env.OAUTHPLUS_DOCUMENTATION)
      if (page !== undefined) note(`See ${page}`)
    }
    if (flags.fail === true && response.status >= 400) process.exitCode = EXIT_CODES.failed
  })
  return addExamples(command, [
    'request https://photos.example/photos?size=original',
    'request https://photos.example/photos -F title=Sun -F photo=@a.jpg',
  ])
}

async function printResponse(response: Response, { include, output }: Flags): Promise<void> {
  const isToFile = output !== undefined && output !== '-'
  const target = isToFile ? createWriteStream(output) : process.stdout
  if (include === true) target.write(formatHead(response))
  const body =
    response.body === null ? Readable.from([]) : Readable.fromWeb(response.body as ReadableStream)
  let last: number | undefined
  body.on('data', (chunk: Uint8Array) => (last = chunk.at(-1)))
  // A file or a pipe receives the response unchanged. On a terminal, control characters are escaped.
  if (isToFile || !process.stdout.isTTY) {
    await pipeline(body, target, { end: isToFile })
    return
  }
  await pipeline(body, createEscapeStream(), target, { end: false })
  // The next output starts on a new line.
  if (last !== undefined && last !== LINE_FEED) print('')
}

function formatHead(response: Response): string {
  const status = `HTTP ${response.status} ${response.statusText}`.trim()
  const fields = [...response.headers].map(([name, value]) => `${name}: ${value}`)
  return `${[status, ...fields].map(escapeCell).join('\r\n')}\r\n\r\n`
}
