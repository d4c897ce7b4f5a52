import { isOAuthError } from '@oauthplus/client'
import { CommanderError } from 'commander'

import { describeArgumentError } from './describe-argument-error.js'
import { EXIT_CODES, Failure } from './failure.js'
import type { ExitCode } from './failure.js'
import { escapeLines } from './output/escape.js'

/** Codes of `OAuthError` for network errors. */
const UNREACHABLE: ReadonlySet<string> = new Set(['connection_failed', 'service_unavailable'])

/** Messages of `fetch` that are less specific than their causes. */
const VAGUE = /^(?:fetch failed|terminated|)$/

/** An error of the operating system. */
interface SystemError extends Error {
  readonly code?: string
  readonly syscall?: string
  readonly port?: number
  readonly address?: string
  readonly hostname?: string
}

/**
 * Converts an error of a command to one line and an exit code. The line is empty if it was already
 * printed.
 */
export function describeFailure(error: unknown): {
  readonly line: string | undefined
  readonly exitCode: ExitCode
} {
  if (error instanceof CommanderError) return describeParsing(error)
  if (error instanceof Failure) return createDescription(error.message, error.exitCode)
  if (!(error instanceof Error)) return createDescription(String(error), EXIT_CODES.failed)
  // `read` throws this when Ctrl-C interrupts a prompt.
  if (error.message === 'canceled') return { line: undefined, exitCode: EXIT_CODES.interrupted }
  // Usage errors of the packages are TypeErrors. Here they are mistakes of the program's user.
  if (isUsageError(error))
    return createDescription(describeArgumentError(error.message), EXIT_CODES.usage)
  if (isOAuthError(error)) {
    const isUnreachable = UNREACHABLE.has(error.code)
    return createDescription(
      `${error.message} (${error.code})`,
      isUnreachable ? EXIT_CODES.unreachable : EXIT_CODES.failed,
    )
  }
  const system = describeSystemError(error)
  if (system !== undefined) return system
  if (isTimeout(error)) {
    return createDescription('The server did not respond in time', EXIT_CODES.unreachable)
  }
  return createDescription(
    (VAGUE.test(error.message) ? findCause(error) : undefined) ?? error.message,
    isNetwork(error) ? EXIT_CODES.unreachable : EXIT_CODES.failed,
  )
}

function describeParsing(error: CommanderError): ReturnType<typeof describeFailure> {
  // Help or the version was requested and has been printed.
  if (error.exitCode === 0) return { line: undefined, exitCode: EXIT_CODES.done }
  const message = error.message.replace(/^error: /, '')
  // A command without its subcommand has printed its help instead.
  return message === '(outputHelp)'
    ? { line: undefined, exitCode: EXIT_CODES.usage }
    : createDescription(`${message} (${getHint(error)})`, EXIT_CODES.usage)
}

function getHint({ code, message }: CommanderError): string {
  // Keys of consumers and tokens may begin with a hyphen.
  const isShort = code === 'commander.unknownOption' && /'-[^-]/.test(message)
  return isShort ? 'arguments that begin with - go after --' : 'see --help'
}

function createDescription(
  message: string,
  exitCode: ExitCode,
): ReturnType<typeof describeFailure> {
  const lines = message.split('\n').map((line) => line.trim())
  return { line: escapeLines(lines.filter((line) => line !== '').join(' ')), exitCode }
}

function isUsageError(error: Error): boolean {
  // The request cannot be signed, for example because its URL contains oauth_ parameters.
  if (isOAuthError(error)) return error.message.startsWith('signRequest: ')
  const { code } = error as { readonly code?: unknown }
  const isOurs = /^ERR_INVALID_ARG_(?:TYPE|VALUE)$/.test(String(code))
  return error instanceof TypeError && (isOurs || findCause(error) === undefined)
}

/** Returns the message of the innermost cause. */
function findCause({ cause }: Error): string | undefined {
  if (!(cause instanceof Error)) return undefined
  const inner = findCause(cause)
  if (inner !== undefined) return inner
  // The message is empty if several addresses were tried.
  const { code } = cause as { readonly code?: unknown }
  return cause.message === '' && typeof code === 'string' ? code : cause.message
}

/** Describes an operating system error in words. Node's message names the system call. */
function describeSystemError(error: SystemError): ReturnType<typeof describeFailure> | undefined {
  const { code = '', port, hostname = '', address = hostname } = error
  const isListening = error.syscall === 'listen'
  switch (code) {
    case 'EADDRINUSE':
      return createDescription(
        `Port ${String(port)} is in use: choose another with --port`,
        EXIT_CODES.failed,
      )
    case 'EADDRNOTAVAIL':
      if (!isListening) return undefined
      return createDescription(
        `This machine does not have the address ${address}: choose another with --host`,
        EXIT_CODES.failed,
      )
    case 'EACCES':
      if (!isListening) return undefined
      return createDescription(
        `You do not have permission to listen on port ${String(port)}: choose another with --port`,
        EXIT_CODES.failed,
      )
    case 'ECONNREFUSED':
      if (port === undefined) return undefined
      return createDescription(
        `Nothing accepts connections on port ${String(port)} of ${address} (${code})`,
        EXIT_CODES.unreachable,
      )
    case 'ENOTFOUND':
      if (address === '') return undefined
      return createDescription(
        `The host ${address} does not exist (${code})`,
        EXIT_CODES.unreachable,
      )
    default:
      return undefined
  }
}

/** Returns whether an error or its cause reports a timeout. */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || isTimeout(error.cause))
}

function isNetwork(error: Error): boolean {
  const { code } = error as { readonly code?: unknown }
  if (typeof code === 'string' && /^(?:ECONN|ENOTFOUND|ETIMEDOUT|EHOST|ENET|EAI)/.test(code)) {
    return true
  }
  return error.cause instanceof Error && isNetwork(error.cause)
}
