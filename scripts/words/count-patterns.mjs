// Counts the turns of phrase that make prose hard to read, per 10,000 words: one figure for docs and one for comments.

const PATTERNS = [
  /\bwhere\b/gi,
  /\bstands?\b/gi,
  /\balone\b/gi,
  /\b(?:told|tells?)\b/gi,
  /\bof (?:its|their|your|our|one's) own\b/gi,
  /(?:^|[.;:,(]\s+)(?:whoever|who)\b|\bwhoever\b/gim,
  /\banew\b/gi,
  /\b(?:is|are) (?:none|no)\b/gi,
  /\banswer(?:s|ed)?\b/gi,
  /\bholds?\b/gi,
  /\b(?:beside|beneath)\b/gi,
  /\bshall\b/gi,
  /\bat the (?:most|least)\b/gi,
  /(?:^|[.;:]\s+)what\b/gim,
]

/** Counts words and patterns in files, each `{ path, text }`. Returns `{ kind, words, patterns, rate }` for docs and comments. */
export function countPatterns(files) {
  const docs = files
    .filter(({ path }) => path.endsWith('.md'))
    .map(({ text }) => markdownProse(text))
  const comments = files
    .filter(({ path }) => !path.endsWith('.md'))
    .map(({ text }) => commentProse(text))
  return [count('docs', docs.join('\n')), count('comments', comments.join('\n'))]
}

function count(kind, text) {
  const words = text.match(/[A-Za-z][A-Za-z'’-]*/g)?.length ?? 0
  const patterns = PATTERNS.reduce((sum, pattern) => sum + (text.match(pattern)?.length ?? 0), 0)
  return { kind, words, patterns, rate: words === 0 ? 0 : (patterns / words) * 10_000 }
}

function markdownProse(text) {
  return text
    .replace(/^---[\s\S]*?^---/m, '')
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/`[^`]*`/g, ' ')
    .replace(/\]\([^)]*\)/g, ' ')
}

function commentProse(text) {
  return (text.match(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm) ?? [])
    .join('\n')
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/^\s*(?:\/\*\*?|\*\/|\*|\/\/)/gm, ' ')
    .replace(/`[^`]*`|\{@link [^}]*\}/g, ' ')
}
