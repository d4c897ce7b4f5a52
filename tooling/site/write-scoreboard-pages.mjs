// Writes a page for each implementation of the scoreboard, only for the site.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../docs/generated/', import.meta.url))
const RESULTS = new URL('../../test/scoreboard/results.json', import.meta.url)

/** Writes the pages from the stored results. Two builds at the same time do not disturb each other. */
export function writeScoreboardPages() {
  mkdirSync(FOLDER, { recursive: true })
  const scores = JSON.parse(readFileSync(RESULTS, 'utf8'))
  const pages = new Map(scores.map((score) => [fileNameOf(score), formatPage(score)]))
  for (const name of readdirSync(FOLDER)) {
    if (name.endsWith('.md') && !pages.has(name)) rmSync(FOLDER + name, { force: true })
  }
  for (const [name, page] of pages) {
    const unfinished = `${FOLDER}${name}.${process.pid}`
    writeFileSync(unfinished, page)
    renameSync(unfinished, FOLDER + name)
  }
}

function fileNameOf({ subject }) {
  return `scoreboard-${subject.replaceAll(/\W+/g, '-').toLowerCase()}.md`
}

function formatPage({ kind, subject, usedAs, counts, deviations }) {
  const { passed, failed, warning, note } = counts
  const rows = deviations.map(
    ({ status, title, id, section, found }) =>
      `| ${status} | ${escapeCell(title)} (\`${id}\`) | ${section} | ${escapeCell(found)} |`,
  )
  return `---
title: 'Scoreboard: ${subject}'
category: Scoreboard
---

# Scoreboard: ${escapeCell(subject)}

${passed} checks passed, ${failed} failed, ${warning} warnings, ${note} notes. Used as: ${escapeCell(usedAs)}.
[Scoreboard](../guide/scoreboard.md) explains the terms and compares all implementations.

| result | a ${kind} must, should or may | section | ${kind === 'client' ? 'result' : 'request and response'} |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

function escapeCell(text) {
  return text.replaceAll(/[|<>`*_[\]\\~]/g, String.raw`\$&`)
}
