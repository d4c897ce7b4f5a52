/** The platform's `fetch`, as far as this package calls it and offers it. */
export type FetchFunction = (input: string | URL | Request, init?: RequestInit) => Promise<Response>
