import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks questions in the terminal, or takes the answers line by line from what is piped in. */
export interface Questions {
  /** Asks, and shows what is typed. */
  ask(question: string): Promise<string>
  /** Asks, and shows nothing of what is typed. */
  askHidden(question: string): Promise<string>
  /** Gives the terminal back. */
  close(): void
}

/** Opens the questions. A question that is interrupted, or whose input ends, rejects. */
export function openQuestions(): Questions {
  return process.stdin.isTTY ? questionsOnTerminal() : questionsToPipe()
}

function questionsOnTerminal(): Questions {
  let isHidden = false
  const output = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (!isHidden) process.stderr.write(chunk)
      done()
    },
  })
  // Without a history, so that no arrow key brings an answer back.
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 })
  const interruption = new AbortController()
  lines.once('close', () => {
    interruption.abort()
  })
  lines.once('SIGINT', () => {
    lines.close()
  })
  const ask = (question: string): Promise<string> => lines.question(question, interruption)
  return {
    ask,
    async askHidden(question) {
      process.stderr.write(question)
      isHidden = true
      try {
        return await ask('')
      } finally {
        isHidden = false
        process.stderr.write('\n')
      }
    },
    close: () => {
      lines.close()
    },
  }
}

function questionsToPipe(): Questions {
  const interfaceToPipe = createInterface({ input: process.stdin })
  const lines = interfaceToPipe[Symbol.asyncIterator]()
  const next = async (question: string): Promise<string> => {
    const line = await lines.next()
    if (line.done === true) throw new Error(`There is no answer to "${question.trim()}".`)
    return line.value
  }
  return {
    ask: next,
    askHidden: next,
    close: () => {
      interfaceToPipe.close()
    },
  }
}
