import { explainSteps } from '@oauthplus/doctor'
import type { Command } from 'commander'

import { assertUrl } from '../consumer-side/assert-url.js'
import { addSignerFlags, readSigner, readSignerProvider } from '../consumer-side/signer-flags.js'
import type { SignerFlags } from '../consumer-side/signer-flags.js'
import { readRequestInit, addRequestFlags } from '../consumer-side/request-flags.js'
import type { RequestFlags } from '../consumer-side/request-flags.js'
import { formatCurlCommand, signWithoutSending } from '../consumer-side/unsent-request.js'
import { printSteps } from '../doctor-side/print-steps.js'
import { print } from '../output/print.js'
import { addExamples, createCommand } from '../create-command.js'

interface Flags extends SignerFlags, RequestFlags {
  readonly curl?: true
  readonly steps?: true
}

/** Creates `sign`. */
export function createSignCommand(): Command {
  const command = addRequestFlags(
    addSignerFlags(createCommand('sign <url>', 'sign a request without sending it')),
  )
    .option('--curl', 'print a curl command that sends it')
    .option('--steps', 'print the steps of the signature')
    .action(async (url: string, flags: Flags) => {
      assertUrl(url, await readSignerProvider(flags))
      const init = await readRequestInit(flags)
      const signer = await readSigner(flags)
      const signed = await signWithoutSending(signer, url, init)
      if (flags.steps === true) {
        const { consumer, token } = signer
        printSteps(
          await explainSteps(signed, {
            secrets: consumer.secret === undefined ? [] : [consumer.secret],
            tokenSecrets: token === undefined ? [] : [token.secret],
          }),
        )
        return
      }
      if (flags.curl === true) {
        print(formatCurlCommand(signed))
        return
      }
      const authorization = signed.headers.find(([name]) => name === 'authorization')?.[1]
      if (authorization !== undefined) print(`Authorization: ${authorization}`)
      else print(flags.transmission === 'body' ? signed.body : signed.url)
    })
  return addExamples(command, [
    'sign https://photos.example/photos',
    'sign --curl https://photos.example/photos -d title=Sunset',
    'sign --steps https://photos.example/photos --consumer-key printer',
  ])
}
