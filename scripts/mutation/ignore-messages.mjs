// A plugin of the instrumenter that leaves messages for people as they are: their wording is not behaviour.
// Codes, names and separators have fewer words.
const SENTENCE = /\S+\s+\S+\s+\S+/

/** Leaves messages for people as they are: their wording is not behaviour. */
export const ignoreMessages = {
  shouldIgnore({ node }) {
    const isMessage =
      (node.type === 'StringLiteral' && SENTENCE.test(node.value)) ||
      (node.type === 'TemplateLiteral' &&
        SENTENCE.test(node.quasis.map(({ value }) => value.raw).join('x')))
    return isMessage ? 'The wording of a message is not behaviour.' : undefined
  },
}
