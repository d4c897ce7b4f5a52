import { createInterface } from 'node:readline/promises'

import { OAuthError } from '@oauthplus/core'

/**
 * Asks for one line on the terminal. The question goes to the standard error, so that the output of
 * the program stays its own.
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
  // Without a history no arrow key brings a response back.
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

// An input that ends, and Ctrl-C, leave a question unanswered for ever.
function rejectOnClose(lines: ReturnType<typeof createInterface>): Promise<never> {
  return new Promise((_, reject) => {
    lines.once('close', () => {
      reject(new OAuthError('input_ended', 'No code was typed.'))
    })
  })
}
