/** What is measured, as a ratio to something. */
export interface Bar {
  readonly name: string
  readonly ratio: number
  readonly peer?: boolean
}

/** Draws a result as bars of ratios, as SVG. */
export function plot(result: {
  readonly title: string
  readonly baseline: { readonly name: string }
  readonly rows: readonly Bar[]
}): string
