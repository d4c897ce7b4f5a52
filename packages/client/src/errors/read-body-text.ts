/**
 * Reads the body of a message as a string, up to a number of bytes. Returns `undefined` if the body
 * is longer, and stops receiving it.
 *
 * @internal
 */
export async function readBodyText(
  message: Pick<Response, 'body'>,
  limitBytes: number,
): Promise<string | undefined> {
  if (message.body === null) return ''
  const reader = message.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    length += value.length
    if (length > limitBytes) {
      // Not awaited: for a cloned response, it would wait until both bodies are cancelled.
      reader.cancel().catch(() => undefined)
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

/**
 * Discards the unread body of a response, which frees its connection.
 *
 * @internal
 */
export async function discardBody(response: Pick<Response, 'body'>): Promise<void> {
  try {
    await response.body?.cancel()
  } catch {
    // The connection has failed already.
  }
}
