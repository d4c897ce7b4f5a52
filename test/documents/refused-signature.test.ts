import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sqliteStore } from '@oauthplus/store-sqlite'
import { expect, it } from 'vitest'

import { startPhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import { createBrowser } from '../../examples/tour/src/browser.js'
import { blocksOfPage } from './code-blocks.js'
import { ROOT } from './pages.js'
import { throughLogin } from '../examples/authorized.js'
import { terminalOf } from '../../packages/cli/test/on-terminal.js'
import { packTarballs } from '../published/install-tarballs.js'

const PAGE = 'docs/guide/refused-signature.md'
const INSTALL = /^npm install --global (.+)$/m
/** The owners of the secrets to paste, in the order of the page. */
const PASTED = ['Printer', 'Scanner', 'Printer']

interface Command {
  readonly line: string
  readonly expected: string
}

/** Gives the commands of the page, each with what it shows. */
function transcript(): readonly Command[] {
  return blocksOfPage(PAGE, readFileSync(join(ROOT, PAGE), 'utf8'))
    .filter(({ language, code }) => language === 'text' && code.startsWith('$ '))
    .flatMap(({ code }) => code.split(/^\$ /m).slice(1))
    .map((command) => {
      const [line = '', ...expected] = command.trimEnd().split('\n')
      return { line, expected: expected.join('\n') }
    })
}

/** Makes a pattern of what the page shows, in which `…` is whatever differs each time. */
function patternOf(expected: string): RegExp {
  const parts = expected.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^\\n]+?')}$`)
}

/**
 * Installs the packages that the page names, as published, in an empty directory. Returns the folder of
 * the programs.
 */
async function installAsShown(folder: string): Promise<string> {
  const [, shown = ''] = INSTALL.exec(readFileSync(join(ROOT, PAGE), 'utf8')) ?? []
  const names = shown.split(' ')
  const tarballs = join(folder, 'tarballs')
  await mkdir(tarballs)
  const packed = packTarballs(tarballs)
  const isShown = (file: string) =>
    names.some((name) => file.includes(`/oauthplus-${name.slice(11)}-`))
  expect(packed.filter(isShown)).toHaveLength(2)
  // Their dependencies are packed, because they are not in the registry yet.
  const needed = /\/oauthplus-(?:client|core|doctor|server)-\d/
  const prefix = join(folder, 'global')
  execFileSync(
    'npm',
    [
      'install',
      '--global',
      `--prefix=${prefix}`,
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      ...packed.filter((file) => isShown(file) || needed.test(file)),
      ...names.filter((name) => !name.startsWith('@oauthplus/')),
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  return join(prefix, 'bin')
}

it('goes as the page shows it', { timeout: 300_000 }, async (test) => {
  const onTerminal = terminalOf(test)
  const folder = await mkdtemp(join(tmpdir(), 'oauthplus-five-'))
  const work = join(folder, 'work')
  await mkdir(work)
  const store = sqliteStore(join(work, 'photos.db'))
  await store.migrate()
  const site = await startPhotoProvider({ port: 0, store })
  test.onTestFinished(async () => {
    await site.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  const programs = await installAsShown(folder)
  const here = (text: string): string => text.replaceAll('http://127.0.0.1:3000', site.origin)

  const secrets = new Map<string, string>()
  const pasted = [...PASTED]
  const environment: Record<string, string> = {
    NO_COLOR: '1',
    PATH: `${programs}:${process.env.PATH ?? ''}`,
  }
  const visits: Promise<unknown>[] = []
  const approve = async (url: string): Promise<void> => {
    const browser = createBrowser()
    const page = await throughLogin(browser, url)
    await browser.follow(await browser.submit(page, { decision: 'approve' }))
  }
  const typed = (shown: string): string | undefined => {
    const [, url] = /Open (http\S+)\r?\n/.exec(shown) ?? []
    if (url !== undefined) {
      visits.push(approve(url))
      return ''
    }
    if (!shown.includes('(not shown):')) return undefined
    return `${secrets.get(pasted.shift() ?? '') ?? ''}\r`
  }

  const commands = transcript()
  expect(commands.length).toBeGreaterThan(10)
  for (const { line, expected } of commands) {
    const [, variable, value = ''] = /^export (\w+)=(.*)$/.exec(line) ?? []
    if (variable !== undefined) {
      environment[variable] = value
      continue
    }
    const { shown } = await onTerminal(here(line), { folder: work, environment, typed })
    const lines = shown
      // eslint-disable-next-line no-control-regex -- a question begins with the position of the cursor
      .replaceAll(/\u001b\[\d*[A-Z]/g, '')
      .replaceAll(/ +$/gm, '')
      .trimEnd()
    expect(`$ ${line}\n${lines}`.trimEnd()).toMatch(
      patternOf(`$ ${line}\n${here(expected)}`.trimEnd()),
    )
    const [, secret] = /^Consumer secret +(\S+)$/m.exec(shown) ?? []
    const [, name] = /^name +(\S+)$/m.exec(shown) ?? []
    if (secret !== undefined && name !== undefined) secrets.set(name, secret)
  }
  await Promise.all(visits)
  expect(pasted).toEqual([])
})
