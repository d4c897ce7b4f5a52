// An instrumenter plugin that does not mutate messages for people, because their wording is not
// behavior. Codes, names and separators have fewer words.
const SENTENCE = /\S+\s+\S+\s+\S+/

/** Skips messages for people, because their wording is not behavior. */
export const ignoreMessages = {
  shouldIgnore({ node }) {
    const isMessage =
      (node.type === 'StringLiteral' && SENTENCE.test(node.value)) ||
      (node.type === 'TemplateLiteral' &&
        SENTENCE.test(node.quasis.map(({ value }) => value.raw).join('x')))
    return isMessage ? 'The wording of a message is not behavior.' : undefined
  },
}
