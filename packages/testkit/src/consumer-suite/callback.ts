/** The callback of the client. */
export const CALLBACK = 'http://127.0.0.1:9/ready?from=photos&x=a%20b'

/** Reports whether a callback is the one of the client. A client may add parameters, such as a state. */
export function isCallback(sent: string | undefined): boolean {
  if (sent === undefined || !URL.canParse(sent)) return false
  const [given, expected] = [new URL(sent), new URL(CALLBACK)]
  const isPage = given.origin === expected.origin && given.pathname === expected.pathname
  return (
    isPage &&
    Array.from(expected.searchParams).every(([name, value]) =>
      given.searchParams.getAll(name).includes(value),
    )
  )
}
