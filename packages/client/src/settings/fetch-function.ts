/** The part of the platform's `fetch` that this package calls and provides. */
export type FetchFunction = (input: string | URL | Request, init?: RequestInit) => Promise<Response>
