import type { CheckResult } from '../checks/report.js'
import { isDeviation } from '../checks/report.js'
import type { RunOptions } from '../checks/run-checks.js'
import { formatResultLine } from './terminal.js'

/** The output for progress: standard output, or a replacement for it. */
export interface ProgressOutput {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

const CLEAR_LINE = '\r\u001b[2K'

/**
 * Shows the progress of a run: on a terminal in one line that changes, with every deviation above it;
 * otherwise in one line per check.
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
      const isShown = isDeviation(result) || result.status === 'cannot be judged'
      output.write(`${CLEAR_LINE}${isShown ? `${formatResultLine(result)}\n` : ''}`)
    },
  }
}
