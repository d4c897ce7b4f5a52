// Compares the exports of each package entry with its report in packages/*/api, so that every
// change of the public API is visible. `--update` rewrites the reports. Reads the output of `npm
// run build`.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'

const root = fileURLToPath(new URL('..', import.meta.url))
const isUpdate = process.argv.includes('--update')

const changed = readdirSync(join(root, 'packages')).flatMap(checkPackage)
for (const report of changed) console.error(`${isUpdate ? 'written' : 'changed'}: ${report}`)
if (changed.length > 0 && !isUpdate) {
  console.error('If you meant to change the public API, run: node scripts/check-api.mjs --update')
  process.exitCode = 1
}

/** Lists the reports of a package that differ from its exports, and reports of removed entries. */
function checkPackage(name) {
  const directory = join(root, 'packages', name)
  const { exports } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  const entries = Object.entries(exports).filter(([, target]) => target.types !== undefined)
  const reports = entries.map(([subpath]) => reportName(subpath))
  const changed = entries
    .filter(([subpath, { types }]) => isChanged(directory, reportName(subpath), types))
    .map(([subpath]) => reportName(subpath))
  const stale = reportsIn(directory).filter((report) => !reports.includes(report))
  if (isUpdate) for (const report of stale) rmSync(join(directory, 'api', report))
  return [...changed, ...stale].map((report) => `packages/${name}/api/${report}`)
}

function reportName(subpath) {
  return `${subpath === '.' ? 'index' : subpath.slice(2).replaceAll('/', '-')}.api.md`
}

function reportsIn(directory) {
  try {
    return readdirSync(join(directory, 'api'))
  } catch {
    return []
  }
}

/** Compares the report of an entry with its exports. With `--update`, writes it. */
function isChanged(directory, reportFileName, types) {
  mkdirSync(join(directory, 'api'), { recursive: true })
  const extractorConfig = ExtractorConfig.prepare({
    configObject: {
      projectFolder: directory,
      mainEntryPointFilePath: join(directory, types),
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: 'nodenext',
            target: 'es2022',
            lib: ['es2022'],
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          files: [types],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName,
        reportFolder: join(directory, 'api'),
        reportTempFolder: join(root, 'node_modules/.cache/api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        // The compiler checks types and the lint checks docstrings. A report contains only the exports.
        compilerMessageReporting: { default: { logLevel: 'none' } },
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
    configObjectFullPath: join(directory, 'api-extractor.json'),
    packageJsonFullPath: join(directory, 'package.json'),
  })
  const { apiReportChanged } = Extractor.invoke(extractorConfig, {
    localBuild: isUpdate,
    // Its own message would repeat the one above.
    messageCallback: (message) => {
      message.handled = true
    },
  })
  return apiReportChanged
}
