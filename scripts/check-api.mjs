// Holds what each entry of a package exports against its report in packages/*/api, so that no change of the public API goes
// unseen. `--update` writes the reports anew. It reads what `npm run build` has written.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'

const root = fileURLToPath(new URL('..', import.meta.url))
const isUpdate = process.argv.includes('--update')

const changed = readdirSync(join(root, 'packages')).flatMap(checkPackage)
for (const report of changed) console.error(`${isUpdate ? 'written' : 'changed'}: ${report}`)
if (changed.length > 0 && !isUpdate) {
  console.error('If the public API was meant to change: node scripts/check-api.mjs --update')
  process.exitCode = 1
}

/** Lists the reports of a package that differ from what it exports, and those of entries that are gone. */
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

/** Compares the report of an entry with what it exports; with `--update`, writes it. */
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
        // Types are checked by the compiler and docstrings by the lint; a report holds what is exported.
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
    // It would say in its own way what is said above.
    messageCallback: (message) => {
      message.handled = true
    },
  })
  return apiReportChanged
}
