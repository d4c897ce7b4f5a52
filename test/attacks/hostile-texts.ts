import type { AST } from '@eslint-community/regexpp'
import { visitRegExpAST } from '@eslint-community/regexpp'

import type { FoundExpression } from './expressions-in.js'

const CHARACTERS = 'aA0 \n\t%"\\\'=&,;:/?#-_.[]{}()<>+*!é中\u2028'.split('')
const MOST_PER_ELEMENT = 4
/** Endings that may prevent a match of the whole string. */
const ENDS = ['', 'x', '\0', '"']

/** A long string, described by its parts. */
export interface HostileText {
  readonly description: string
  readonly make: (length: number) => string
}

/**
 * Creates the hardest strings for an expression: for each part of it that repeats, the beginning that leads to
 * it, then that part again and again, or all of it again and again, and then a character that does not match.
 */
export function hostileTexts({ expression, pattern }: FoundExpression): readonly HostileText[] {
  const alphabet = [...new Set([...pattern.raw.split(''), ...CHARACTERS])]
  const isMatched = (element: AST.Node, text: string): boolean =>
    new RegExp(`^(?:${element.raw})$`, expression.flags.replace(/[gy]/g, '')).test(text)
  const accepted = (element: AST.Node): readonly string[] =>
    alphabet.filter((character) => isMatched(element, character))

  const sample = (node: AST.Node): string => {
    if (node.type === 'Assertion') return ''
    if ('alternatives' in node) return node.alternatives.slice(0, 1).map(sample).join('')
    if (node.type === 'Alternative') return node.elements.map(sample).join('')
    if (node.type === 'Character') return String.fromCodePoint(node.value)
    if (node.type === 'Quantifier') return sample(node.element).repeat(Math.max(node.min, 1))
    const isClass = node.type === 'CharacterSet' || node.type === 'CharacterClass'
    return isClass ? (accepted(node)[0] ?? '') : ''
  }
  const samples = (node: AST.Node): readonly string[] =>
    node.type === 'Group' || node.type === 'CapturingGroup'
      ? node.alternatives.map(sample)
      : accepted(node).slice(0, MOST_PER_ELEMENT)
  const leadingTo = (node: AST.Node): string => {
    const { parent } = node
    if (parent === null) return ''
    const before =
      parent.type === 'Alternative'
        ? parent.elements.slice(0, parent.elements.indexOf(node as AST.Element)).map(sample)
        : []
    return leadingTo(parent) + before.join('')
  }

  const texts: HostileText[] = []
  const add = (beginning: string, unit: string): void => {
    if (unit === '') return
    for (const end of ENDS) {
      const description = `${JSON.stringify(beginning)}, then ${JSON.stringify(unit)} again and again, then ${JSON.stringify(end)}`
      const make = (length: number): string =>
        beginning + unit.repeat(Math.ceil(length / unit.length)) + end
      texts.push({ description, make })
    }
  }
  visitRegExpAST(pattern, {
    onQuantifierEnter(quantifier) {
      if (quantifier.max < 1000) return
      const beginning = leadingTo(quantifier)
      const units = samples(quantifier.element)
      for (const unit of units) {
        add(beginning, unit)
        add('', beginning + unit)
        for (const other of units) if (other !== unit) add(beginning, unit + other)
      }
    },
  })
  add('', sample(pattern))
  return texts
}

/** Gives the parts of an expression that repeat a group without a limit. */
export function repeatedGroupsIn({ pattern }: FoundExpression): readonly string[] {
  const groups: string[] = []
  visitRegExpAST(pattern, {
    onQuantifierEnter({ max, element, raw }) {
      if (max === Infinity && element.type.endsWith('Group')) groups.push(raw)
    },
  })
  return groups
}
