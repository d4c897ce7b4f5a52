/** What is measured, as a ratio to something. */
export interface Bar {
  readonly name: string
  readonly ratio: number
  readonly peer?: boolean
}

/** Draws a result as bars of ratios, as SVG. */
export function drawPlot(result: {
  readonly title: string
  readonly baseline: { readonly name: string }
  readonly rows: readonly Bar[]
}): string
