import type { PageWords } from '../page-words.js'

/** The sentences of the error page in a language, for the problems that users can have. */
export interface ErrorSentences {
  /** A request token that is unknown, expired, revoked or was used before. */
  readonly requestOver: string
  /** The application is not accepted. */
  readonly applicationRejected: string
  /** The user may not do this, or did not do it on our page. */
  readonly denied: string
  /** The server is overloaded or a part of it does not respond. */
  readonly unavailable: string
  /** Anything else. */
  readonly invalid: string
  /** Advice: go back to the application and start again. */
  readonly startAgain: string
  /** Advice: contact the developer of the application. */
  readonly contactDeveloper: string
  /** Advice: log in and open the page again. */
  readonly openAgain: string
  /** Advice: try again later. */
  readonly tryLater: string
}

type Sentence = keyof ErrorSentences

const SENTENCES = new Map<string, readonly [message: Sentence, advice: Sentence]>([
  ['token_rejected', ['requestOver', 'startAgain']],
  ['token_expired', ['requestOver', 'startAgain']],
  ['token_revoked', ['requestOver', 'startAgain']],
  ['token_used', ['requestOver', 'startAgain']],
  ['consumer_key_rejected', ['applicationRejected', 'contactDeveloper']],
  ['permission_denied', ['denied', 'openAgain']],
  ['service_unavailable', ['unavailable', 'tryLater']],
])

/** Returns the messages and the advice of the error page in a language. */
export function createErrorWords(
  sentences: ErrorSentences,
): Pick<PageWords, 'errorMessage' | 'errorAdvice'> {
  const find = (code: string): readonly [Sentence, Sentence] =>
    SENTENCES.get(code) ?? ['invalid', 'startAgain']
  return {
    errorMessage: (code) => sentences[find(code)[0]],
    errorAdvice: (code) => sentences[find(code)[1]],
  }
}
