// Builds the page that explains a request into the site's folder: one file that loads nothing else.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

/**
 * Builds the page in place of its source, which typedoc has copied because the guide links to it.
 */
export async function buildExplainPage(folder) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('explain.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    // The sources, and core's crypto for browsers.
    conditions: ['@oauthplus/source'],
  })
  const script = outputFiles[0].text.trim()
  const style = readFileSync(new URL('explain.css', import.meta.url), 'utf8')
  const policy = [
    "default-src 'none'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    'img-src data:',
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
  ].join('; ')
  const page = readFileSync(new URL('explain.html', import.meta.url), 'utf8')
  const icon = readFileSync(new URL('../favicon.svg', import.meta.url))
  const parts = {
    POLICY: policy,
    STYLE: style,
    SCRIPT: script,
    ICON: `data:image/svg+xml;base64,${icon.toString('base64')}`,
  }
  mkdirSync(join(folder, 'media'), { recursive: true })
  writeFileSync(
    join(folder, 'media/explain.html'),
    // The hash covers every character between the tags.
    page
      .replace(/\s*(%STYLE%|%SCRIPT%)\s*/g, '$1')
      .replace(/%([A-Z]+)%/g, (_placeholder, name) => parts[name]),
  )
}

function hashOf(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildExplainPage(process.argv[2])
