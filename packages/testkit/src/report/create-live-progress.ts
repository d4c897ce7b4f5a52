import type { CheckResult } from '../checks/report.js'
import { isDeviation } from '../checks/report.js'
import type { RunOptions } from '../checks/run-checks.js'
import { formatResultLine } from './terminal.js'

/** Where progress is written: standard output, or what stands in for it. */
export interface ProgressOutput {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

const CLEAR_LINE = '\r\u001b[2K'

/**
 * Shows how a run goes: on a terminal one line that changes, and every departure above it; elsewhere
 * a line for each check.
 */
export function createLiveProgress(
  output: ProgressOutput,
): Pick<RunOptions, 'onCheck' | 'onResult'> {
  if (output.isTTY !== true) {
    return { onResult: (result) => void output.write(`${formatResultLine(result)}\n`) }
  }
  return {
    onCheck({ id, number, total }) {
      const line = `${number}/${total} ${id}`
      output.write(`${CLEAR_LINE}${line.slice(0, (output.columns ?? 80) - 1)}`)
    },
    onResult(result: CheckResult) {
      output.write(`${CLEAR_LINE}${isDeviation(result) ? `${formatResultLine(result)}\n` : ''}`)
    },
  }
}
