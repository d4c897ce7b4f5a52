/** A bar: a measured value as a ratio to the baseline. */
export interface Bar {
  readonly name: string
  readonly ratio: number
  /** How long it takes, from which the rate is computed. */
  readonly nanoseconds?: number
  readonly peer?: boolean
}

/** Draws a result as bars of ratios on a linear axis, as SVG. */
export function drawPlot(result: {
  readonly title: string
  readonly baseline: { readonly name: string; readonly nanoseconds?: number }
  readonly rows: readonly Bar[]
}): string
