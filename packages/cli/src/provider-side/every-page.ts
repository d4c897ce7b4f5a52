interface Page<Entry> {
  readonly entries: readonly Entry[]
  readonly next: string | undefined
}

/** Goes through all pages of a list. */
export async function* everyPage<Entry>(
  pageAfter: (after: string | undefined) => Promise<Page<Entry>>,
): AsyncGenerator<readonly Entry[]> {
  let after: string | undefined
  do {
    const { entries, next } = await pageAfter(after)
    yield entries
    after = next
  } while (after !== undefined)
}
