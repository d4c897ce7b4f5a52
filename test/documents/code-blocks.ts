/** A block of code in a page or in a docstring. */
export interface CodeBlock {
  /** Its file, relative to the root of the repository. */
  readonly file: string
  /** The line of its first line of code, from one. */
  readonly line: number
  readonly language: string
  readonly code: string
  /** Code around it that readers do not see, with `…` as the place of the block. */
  readonly frame: string
  /** Why nothing looks at it. */
  readonly unchecked: string | undefined
  /** Why it is not run, though it could be. */
  readonly notRun: string | undefined
}

const FENCE = /^( *)```(\w*)[^\n]*\n(.*?)^ *```$/gms
const MARKS = /<!-- (frame|unchecked|not run): (.+?) -->\s*(?=(?:<!-- [^>]*-->\s*)*$)/gs

const DOCSTRING =
  /(\/\*\*(?:(?!\*\/).)*\*\/)\nexport (?:async )?(?:function|const|interface|type|class) (\w+)/gs

/**
 * Finds the blocks of a page.
 *
 * A comment right before a block says what readers need not see: `<!-- frame: … -->` is code around
 * it, `<!-- unchecked: why -->` excludes it from all checks, and `<!-- not run: why -->` checks only
 * its types.
 */
export function blocksOfPage(file: string, text: string): readonly CodeBlock[] {
  return [...text.matchAll(FENCE)].map((match) => {
    const [, indentation = '', language = '', code = ''] = match
    const marks = marksBefore(text.slice(0, match.index))
    return {
      file,
      line: lineAt(text, match.index) + 1,
      language,
      code: code.replaceAll(new RegExp(`^ {${indentation.length}}`, 'gm'), ''),
      frame: marks.get('frame') ?? '…',
      unchecked: marks.get('unchecked'),
      notRun: marks.get('not run'),
    }
  })
}

/** Finds the examples in the docstrings of a source file, of what has one of these names. */
export function blocksOfDocstrings(
  { file, text }: { readonly file: string; readonly text: string },
  names: ReadonlySet<string>,
): readonly CodeBlock[] {
  return [...text.matchAll(DOCSTRING)].flatMap((comment) => {
    if (!names.has(comment[2] ?? '')) return []
    const docstring = (comment[1] ?? '').replaceAll(/^ *\* ?/gm, '')
    const before = lineAt(text, comment.index) - 1
    return blocksOfPage(file, docstring).map((block) => ({ ...block, line: block.line + before }))
  })
}

function marksBefore(text: string): ReadonlyMap<string, string> {
  const [, comments = ''] = /((?:<!-- (?:(?!-->).)*-->\s*)*)$/s.exec(text) ?? []
  return new Map([...comments.matchAll(MARKS)].map(([, kind = '', value = '']) => [kind, value]))
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
