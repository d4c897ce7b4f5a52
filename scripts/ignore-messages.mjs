// A plugin of Stryker that leaves messages for people as they are: their wording is not behaviour.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

// Codes, names and separators have fewer words.
const SENTENCE = /\S+\s+\S+\s+\S+/

/** The plugin. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'messages', {
    shouldIgnore({ node }) {
      const isMessage =
        (node.type === 'StringLiteral' && SENTENCE.test(node.value)) ||
        (node.type === 'TemplateLiteral' &&
          SENTENCE.test(node.quasis.map(({ value }) => value.raw).join('x')))
      return isMessage ? 'The wording of a message is not behaviour.' : undefined
    },
  }),
]
