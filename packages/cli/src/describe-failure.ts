import { isOAuthError } from '@oauthplus/client'
import { CommanderError } from 'commander'

import { describeArgumentError } from './describe-argument-error.js'
import { EXIT, Failure } from './failure.js'
import type { ExitCode } from './failure.js'
import { printable } from './output/printable.js'

/** Codes of `OAuthError` for what lies between this machine and the other. */
const UNREACHABLE: ReadonlySet<string> = new Set(['connection_failed', 'service_unavailable'])

/** Turns whatever a command has thrown into one line and an exit code; no line where it was told already. */
export function describeFailure(error: unknown): {
  readonly line: string | undefined
  readonly exitCode: ExitCode
} {
  if (error instanceof CommanderError) return describeParsing(error)
  if (error instanceof Failure) return told(error.message, error.exitCode)
  if (!(error instanceof Error)) return told(String(error), EXIT.failed)
  // What `read` says when Ctrl-C ends a question.
  if (error.message === 'canceled') return { line: undefined, exitCode: EXIT.interrupted }
  // Callers' mistakes are TypeErrors throughout; here the caller sits at the terminal.
  if (isMistake(error)) return told(describeArgumentError(error.message), EXIT.usage)
  if (isOAuthError(error)) {
    const isUnreachable = UNREACHABLE.has(error.code)
    return told(`${error.message} (${error.code})`, isUnreachable ? EXIT.unreachable : EXIT.failed)
  }
  return told(causeOf(error) ?? error.message, isNetwork(error) ? EXIT.unreachable : EXIT.failed)
}

function describeParsing(error: CommanderError): ReturnType<typeof describeFailure> {
  // Help and version were asked for, and have been printed.
  if (error.exitCode === 0) return { line: undefined, exitCode: EXIT.done }
  const message = error.message.replace(/^error: /, '')
  // A command without its subcommand has printed its help instead.
  return message === '(outputHelp)'
    ? { line: undefined, exitCode: EXIT.usage }
    : told(`${message} (${hintFor(error)})`, EXIT.usage)
}

function hintFor({ code, message }: CommanderError): string {
  // Keys of Consumers and tokens may begin so.
  const isShort = code === 'commander.unknownOption' && /'-[^-]/.test(message)
  return isShort ? 'what begins with - goes after --' : '--help tells more'
}

function told(message: string, exitCode: ExitCode): ReturnType<typeof describeFailure> {
  const lines = message.split('\n').map((line) => line.trim())
  return { line: printable(lines.filter((line) => line !== '').join(' ')), exitCode }
}

function isMistake(error: Error): boolean {
  // What cannot be signed, such as a URL that holds oauth_ parameters.
  if (isOAuthError(error)) return error.message.startsWith('signRequest: ')
  const { code } = error as { readonly code?: unknown }
  const isOurs = /^ERR_INVALID_ARG_(?:TYPE|VALUE)$/.test(String(code))
  return error instanceof TypeError && (isOurs || causeOf(error) === undefined)
}

/** Gives what the innermost cause says. */
function causeOf({ cause }: Error): string | undefined {
  if (!(cause instanceof Error)) return undefined
  const inner = causeOf(cause)
  if (inner !== undefined) return inner
  // Where several addresses were tried, the message is empty.
  const { code } = cause as { readonly code?: unknown }
  return cause.message === '' && typeof code === 'string' ? code : cause.message
}

function isNetwork(error: Error): boolean {
  const { code } = error as { readonly code?: unknown }
  if (typeof code === 'string' && /^(?:ECONN|ENOTFOUND|ETIMEDOUT|EHOST|ENET|EAI)/.test(code)) {
    return true
  }
  return error.cause instanceof Error && isNetwork(error.cause)
}
