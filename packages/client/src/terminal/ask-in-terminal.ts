import { createInterface } from 'node:readline/promises'

import { OAuthError } from '@oauthplus/core'

/**
 * Asks for one line on the terminal. The question is written to standard error, so that standard
 * output contains only the program's output.
 *
 * @internal
 */
export async function askInTerminal(
  signal: AbortSignal | undefined,
  {
    input = process.stdin,
    output = process.stderr,
  }: { readonly input?: NodeJS.ReadableStream; readonly output?: NodeJS.WritableStream } = {},
): Promise<string> {
  // Without a history, arrow keys cannot recall the secret input.
  const lines = createInterface({ input, output, historySize: 0 })
  try {
    return await Promise.race([
      lines.question('The code that you were shown: ', { signal }),
      rejectOnClose(lines),
    ])
  } finally {
    lines.close()
  }
}

// At the end of the input and after Ctrl-C, readline leaves a question pending forever.
function rejectOnClose(lines: ReturnType<typeof createInterface>): Promise<never> {
  return new Promise((_, reject) => {
    lines.once('close', () => {
      reject(new OAuthError('input_ended', 'No code was typed.'))
    })
  })
}
