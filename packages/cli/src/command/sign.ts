import { explainSteps } from '@oauthplus/doctor'
import type { Command } from 'commander'

import { assertUrl } from '../consumer-side/assert-url.js'
import { chosenSigner, withSignerFlags } from '../consumer-side/chosen-profile.js'
import type { SignerFlags } from '../consumer-side/chosen-profile.js'
import { requestInit, withRequestFlags } from '../consumer-side/request-flags.js'
import type { RequestFlags } from '../consumer-side/request-flags.js'
import { curlCommand, signedOnly } from '../consumer-side/unsent-request.js'
import { printSteps } from '../doctor-side/print-steps.js'
import { print } from '../output/print.js'
import { newCommand } from '../new-command.js'

interface Flags extends SignerFlags, RequestFlags {
  readonly curl?: true
  readonly steps?: true
}

/** `sign`. */
export function sign(): Command {
  return withRequestFlags(
    withSignerFlags(newCommand('sign <url>', 'sign a request without sending it')),
  )
    .option('--curl', 'print a curl command that sends it')
    .option('--steps', 'print how the signature comes about, step by step')
    .action(async (url: string, flags: Flags) => {
      const signer = await chosenSigner(flags)
      assertUrl(url, signer)
      const signed = await signedOnly(signer, url, await requestInit(flags))
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
        print(curlCommand(signed))
        return
      }
      const authorization = signed.headers.find(([name]) => name === 'authorization')?.[1]
      if (authorization !== undefined) print(`Authorization: ${authorization}`)
      else print(flags.transmission === 'body' ? signed.body : signed.url)
    })
}
