/**
 * Reads the body of a message as text, but no more than a number of bytes; `undefined` if there
 * is more, which is then not received.
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
      // Not awaited: of a response that was cloned, it waits until both bodies are cancelled.
      reader.cancel().catch(() => undefined)
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

/**
 * Lets go of a response whose body nobody will read, so that its connection is freed.
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
