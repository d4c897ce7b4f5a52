import { printJson, print } from '../../output/print.js'
import { escapeCell } from '../../output/escape.js'

/** What became of a dump. */
export interface ImportReport {
  readonly consumers: { taken: number; present: number }
  readonly tokens: { taken: number; present: number }
  /** What the application has to put into its `scopes`. */
  readonly scopes: { readonly name: string; readonly allowWrites: boolean }[]
  /** What was not taken, and why. */
  readonly left: { readonly what: string; readonly why: string }[]
}

/** Begins a report. */
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
    print(`${name}: ${taken} taken, ${present} there already`)
  }
  for (const { what, why } of report.left) print(escapeCell(`not taken: ${what}: ${why}`))
  if (report.scopes.length > 0) print('Put these into the scopes option of createProvider:')
  for (const { name, allowWrites } of report.scopes) {
    const options = { description: name, ...(allowWrites ? {} : { allowWrites }) }
    print(escapeCell(`  ${JSON.stringify(name)}: ${JSON.stringify(options)},`))
  }
}
