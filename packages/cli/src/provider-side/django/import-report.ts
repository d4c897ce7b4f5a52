import { printJson, print } from '../../output/print.js'
import { escapeCell } from '../../output/escape.js'

/** The result of an import. */
export interface ImportReport {
  readonly consumers: { taken: number; present: number }
  readonly tokens: { taken: number; present: number }
  /** The scopes to add to the application's options. */
  readonly scopes: { readonly name: string; readonly allowWrites: boolean }[]
  /** Records that were not imported, with the reasons. */
  readonly left: { readonly what: string; readonly why: string }[]
}

/** Creates an empty report. */
export function createImportReport(): ImportReport {
  return {
    consumers: { taken: 0, present: 0 },
    tokens: { taken: 0, present: 0 },
    scopes: [],
    left: [],
  }
}

/** Prints a report. */
export function printImportReport(report: ImportReport, { json }: { readonly json?: true }): void {
  if (json === true) {
    printJson(report)
    return
  }
  for (const name of ['consumers', 'tokens'] as const) {
    const { taken, present } = report[name]
    print(`${name}: ${taken} imported, ${present} already present`)
  }
  for (const { what, why } of report.left) print(escapeCell(`not imported: ${what}: ${why}`))
  if (report.scopes.length > 0) print('Add these to the scopes option of createProvider:')
  for (const { name, allowWrites } of report.scopes) {
    const options = { description: name, ...(allowWrites ? {} : { allowWrites }) }
    print(escapeCell(`  ${JSON.stringify(name)}: ${JSON.stringify(options)},`))
  }
}
