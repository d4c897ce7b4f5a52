/** A name and a value. */
export type Pair = readonly [name: string, value: string]

/** A request as it came. */
export interface WebRequest {
  readonly method: string
  /** The path of its target, as it was sent. */
  readonly path: string
  /** The query of its target, as it was sent. */
  readonly query: string
  readonly headers: readonly Pair[]
  readonly body: Buffer
}

/** A response. */
export interface WebResponse {
  readonly status: number
  readonly headers: readonly Pair[]
  readonly body: string
}

/** Why a request is refused. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: string
  readonly companion: string

  constructor(status: number, problem: string, companion: string) {
    super(problem)
    this.status = status
    this.problem = problem
    this.companion = companion
  }
}

/** Refuses a request. */
export function fail(status: number, problem: string, companion = ''): never {
  throw new Refusal(status, problem, companion)
}

/** Escapes text for HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

/** A response with plain text. */
export function ok(body: string): WebResponse {
  return { status: 200, headers: [['Content-Type', 'text/plain']], body }
}

/** A response with JSON. */
export function json(body: string): WebResponse {
  return {
    status: 200,
    headers: [
      ['Content-Type', 'application/json'],
      ['Cache-Control', 'private, no-store'],
    ],
    body,
  }
}

/** A response with HTML. */
export function page(status: number, body: string): WebResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['X-Frame-Options', 'DENY'],
      ['Cache-Control', 'no-store'],
    ],
    body,
  }
}
