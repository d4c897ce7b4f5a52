import type { Dialect } from '@oauthplus/core'

/**
 * How the service of a preset departs from the RFC beyond the signature. Only presets set these.
 *
 * @internal
 */
export interface ServiceDialect extends Dialect {
  /** Whether the text fields of multipart forms are signed. The RFC does not sign multipart forms. */
  readonly signMultipartFields?: boolean
  /** Whether `userAgent` must be given, because the service refuses requests that have none. */
  readonly requireUserAgent?: boolean
  /** Whether the service does not read the Authorization header, so that what is not a form is signed in the query. */
  readonly ignoresHeader?: boolean
}
