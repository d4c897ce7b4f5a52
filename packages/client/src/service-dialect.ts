import type { Dialect } from '@oauthplus/core'

/**
 * The deviations of a service from the RFC beyond the signature. Only presets set these.
 *
 * @internal
 */
export interface ServiceDialect extends Dialect {
  /** Whether the text fields of multipart forms are signed. The RFC does not sign multipart forms. */
  readonly signMultipartFields?: boolean
  /** Whether `userAgent` is required, because the service refuses requests without it. */
  readonly requireUserAgent?: boolean
  /**
   * Whether the service ignores the Authorization header, so that requests without a form are
   * signed in the query.
   */
  readonly ignoresHeader?: boolean
}
