// Takes the prose out of a file: Markdown without its code, and the comments, messages and titles of a program.
import ts from 'typescript'

// A mask has the length of the code that it covers, so that a position in the prose is one in the file.
const CODE = '¤'
const BREAK = '¶'

/** Lists the pieces of prose in a file, each as `{ kind, text, offset }`. */
export function readProse(path, text) {
  return path.endsWith('.md') ? readMarkdown(text) : readProgram(path, text)
}

function readMarkdown(text) {
  const pieces = []
  const take = (kind) => (whole, before, words, offset) => {
    pieces.push({ kind, text: maskWords(words), offset: offset + before.length })
    return BREAK.padEnd(whole.length)
  }
  const rest = text
    .replace(/^---\n[\s\S]*?\n---\n/, (front) => {
      front.replace(/^(title: )(.+)$/gm, take('heading'))
      return blank(front)
    })
    .replace(/```[\s\S]*?```/g, blank)
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/^(#+ )(.+)$/gm, take('heading'))
    .replace(/^[ \t]*(?:[-*+]|\d+\.)[ \t]/gm, (mark) => BREAK.padEnd(mark.length))
  return [...pieces, { kind: 'markdown', text: maskWords(rest), offset: 0 }]
}

// Code, link targets, tags and quoted words are not the author's sentences.
function maskWords(text) {
  return text
    .replace(/`[^`]*`/g, cover)
    .replace(/\]\([^)\s]*\)/g, blank)
    .replace(/<\/?[a-z][^>]*>/gi, blank)
    .replace(/https?:\/\/\S+/g, cover)
    .replace(/"[^"¶|\n]{1,120}"|“[^”¶|\n]{1,120}”/g, cover)
}

function readProgram(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const strings = []
  const literals = []
  visit(source)
  return [...strings, ...readComments(text, literals)]

  function visit(node) {
    if (isLiteral(node)) {
      literals.push([node.getStart(source), node.end])
      const kind = kindOf(node, path)
      const words = text.slice(node.getStart(source) + 1, node.end - 1)
      if (kind === 'title' || (kind === 'message' && isSentence(words))) {
        strings.push({ kind, text: maskString(words), offset: node.getStart(source) + 1 })
      }
    }
    ts.forEachChild(node, visit)
  }
}

function isLiteral(node) {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    node.kind === ts.SyntaxKind.RegularExpressionLiteral
  )
}

function kindOf(node, path) {
  if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) return undefined
  if (isTitle(node)) return 'title'
  return /(?:^|\/)packages\/[^/]+\/src\//.test(path) ? 'message' : undefined
}

function isTitle(node) {
  const call = node.parent
  if (!ts.isCallExpression(call) || call.arguments[0] !== node) return false
  return /^(?:test|it|describe)\b/.test(call.expression.getText())
}

// Not a name, a statement of SQL or Lua, or a style sheet.
function isSentence(words) {
  return (
    (words.match(/[a-z]{2,}/gi)?.length ?? 0) >= 3 &&
    / /.test(words) &&
    !/\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WHERE|RETURNING|redis\.call)\b|[{;]\n|: [^;]+;/.test(
      words,
    )
  )
}

function maskString(words) {
  return words
    .replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, cover)
    .replace(/`[^`]*`/g, cover)
    .replace(/<\/?[a-z][^>]*>/gi, blank)
    .replace(/https?:\/\/\S+/g, cover)
}

function readComments(text, literals) {
  let code = ''
  for (const [start, end] of literals) {
    // A string within a template is covered with it.
    if (start >= code.length) {
      code += text.slice(code.length, start) + cover(text.slice(start, end))
    }
  }
  code += text.slice(code.length)
  const comments = code.matchAll(/\/\*[\s\S]*?\*\/|\/\/.*(?:\n[ \t]*\/\/.*)*/g)
  return [...comments].map(({ 0: comment, index }) => ({
    kind: 'comment',
    text: maskComment(comment),
    offset: index,
  }))
}

function maskComment(comment) {
  const bare = comment
    .replace(/\*\/$/, blank)
    .replace(/^[ \t]*(?:\/\*+|\*|\/\/)/gm, blank)
    .replace(/```[\s\S]*?```/g, blank)
    .replace(/\{@link[^}]*\}/g, cover)
    .replace(
      /@(?:param|throws|see|typeParam)[ \t]+(?:\{[^}]*\}[ \t]*)?\S+(?:[ \t]+-)?|@\w+/g,
      (tag) => BREAK.padEnd(tag.length),
    )
  return maskWords(
    bare.replace(/^[ \t]*(?:[-*+]|\d+\.)[ \t]/gm, (mark) => BREAK.padEnd(mark.length)),
  )
}

function blank(code) {
  return code.replace(/[^\n]/g, ' ')
}

function cover(code) {
  return code.replace(/[^\n]/g, CODE)
}
