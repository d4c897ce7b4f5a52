import { isOAuthError } from '@oauthplus/client'
import { explainSteps, readRequests } from '@oauthplus/doctor'
import type { ReadRequest } from '@oauthplus/doctor'
import { Option } from 'commander'
import type { Command } from 'commander'

import { PRESET_NAMES } from '../consumer-side/presets.js'
import { addProfileFlag, CONSUMER_SECRET } from '../consumer-side/signer-flags.js'
import { describeSuggestion } from '../doctor-side/describe-suggestion.js'
import { diagnoseByPreset } from '../doctor-side/diagnose-by-preset.js'
import type { ExplainedRequest, UnreadableRequest } from '../doctor-side/explained-request.js'
import { findKeys } from '../doctor-side/find-keys.js'
import type { KeysFlags } from '../doctor-side/find-keys.js'
import { findPreset } from '../doctor-side/find-preset.js'
import { isAccepted } from '../doctor-side/is-accepted.js'
import { printExplanation } from '../doctor-side/print-explanation.js'
import { selectSignedRequests } from '../doctor-side/select-signed-requests.js'
import { EXIT_CODES, Failure } from '../failure.js'
import { note, print, printJson } from '../output/print.js'
import { createStoreCommand } from '../provider-side/store-command.js'
import { readText } from '../read-file.js'
import { addExamples, addRareOption, collect } from '../create-command.js'

const MORE = '--verbose prints the steps of RFC 5849 and both base strings.'
const PASTE =
  process.platform === 'win32'
    ? 'Paste the request, then press Enter, Ctrl-Z and Enter.'
    : 'Paste the request, then press Enter and Ctrl-D.'

interface Flags extends KeysFlags {
  readonly expected?: string
  readonly verbose?: true
  readonly preset?: string
  readonly scheme?: 'http' | 'https'
  readonly host?: readonly string[]
  readonly prefix?: readonly string[]
}

/** Creates `explain`. */
export function createExplainCommand(): Command {
  const command = addProfileFlag(
    createStoreCommand('explain [file]', 'explain why a signature is invalid'),
  )
    .addOption(
      new Option('--preset <name>', 'the service, if it signs in a dialect').choices(PRESET_NAMES),
    )
    .option('--public-key <file>', "the consumer's RSA public key or certificate (PEM)")
    .option('--expected <file>', 'the base string of the server; needs no secret')
    .option('--verbose', 'also print the steps of RFC 5849 and both base strings')
    .addHelpText(
      'after',
      '\nReads the file or standard input: a curl command, raw HTTP, HAR, a log, …\nSecrets come from the store, from the profile, or from a prompt.',
    )
  const options = [
    new Option('--scheme <scheme>', 'the scheme of a raw HTTP request').choices(['http', 'https']),
    new Option('--host <host>', 'another host name of the server; repeatable').argParser(collect),
    new Option('--prefix <path>', 'a path prefix that a proxy may remove; repeatable').argParser(
      collect,
    ),
  ]
  for (const option of options) addRareOption(command, option)
  command.action(async (file: string | undefined, flags: Flags) => {
    if (file === undefined && process.stdin.isTTY) note(PASTE)
    const read = readRequests(await readText(file ?? '-'), { scheme: flags.scheme })
    const requests = selectSignedRequests(read)
    const expected = flags.expected === undefined ? undefined : await readText(flags.expected)
    const results: (ExplainedRequest | UnreadableRequest)[] = []
    const isOneOfSeveral = requests.length > 1
    for (const request of requests) {
      const result = await tryToExplain(request, flags, expected)
      if ('problem' in result && !isOneOfSeveral) throw new Failure(result.problem)
      if (flags.json !== true) {
        printExplanation(result, { isOneOfSeveral, isVerbose: flags.verbose === true })
      }
      results.push(result)
    }
    if (flags.json === true) printJson(results.map(toJson))
    else if (flags.verbose !== true) print(MORE)
    if (requests.length < read.length) {
      const count = read.length - requests.length
      note(`Omitted: ${count} ${count === 1 ? 'request that is' : 'requests that are'} not signed.`)
    }
    if (!results.every(isAccepted)) process.exitCode = EXIT_CODES.failed
  })
  return addExamples(command, [
    'explain --store sqlite:oauth.db request.http',
    'explain -p work < pasted.txt',
    'explain --expected base-string.txt request.http',
  ])
}

/**
 * Explains a request, or reports why that is impossible. The other requests are still explained.
 */
async function tryToExplain(
  request: ReadRequest,
  flags: Flags,
  expected: string | undefined,
): Promise<ExplainedRequest | UnreadableRequest> {
  try {
    return await explainRequest(request, flags, expected)
  } catch (error) {
    if (!isOAuthError(error)) throw error
    const { method, url } = request
    return { method, url, problem: error.message }
  }
}

async function explainRequest(
  request: ReadRequest,
  flags: Flags,
  expectedBaseString: string | undefined,
): Promise<ExplainedRequest> {
  // Rejects an unreadable request before asking for a secret.
  const { receivedSignature, signatureMethod } = await explainSteps(request)
  const isSigned = receivedSignature !== undefined || signatureMethod === 'PLAINTEXT'
  const isPrompting = isSigned && (expectedBaseString === undefined || hasKeys(flags))
  const keys = await findKeys(request, flags, isPrompting)
  const steps = await explainSteps(request, keys)
  const { host: hosts, prefix: prefixes } = flags
  const isDiagnosed = isSigned || expectedBaseString !== undefined
  const nowSeconds = Math.floor(Date.now() / 1000)
  const options = { hosts, prefixes, expectedBaseString, nowSeconds }
  const preset = await findPreset(request, flags)
  const { diagnosis, suggestion } = isDiagnosed
    ? await diagnoseByPreset(request, { keys, options, preset })
    : {}
  const { remarks = [] } = request
  return { remarks, steps, diagnosis, suggestion: suggestion && describeSuggestion(suggestion) }
}

function toJson(result: ExplainedRequest | UnreadableRequest): object {
  if ('problem' in result) return result
  const { remarks, steps, diagnosis, suggestion } = result
  return { remarks, steps, diagnosis, suggestion }
}

/** Whether keys are available. Base strings can be compared without them. */
function hasKeys({ store, profile, publicKey }: Flags): boolean {
  const given = [
    store,
    profile,
    publicKey,
    process.env.OAUTHPLUS_STORE,
    process.env[CONSUMER_SECRET],
  ]
  return given.some((each) => each !== undefined)
}
