import { argumentError } from '@oauthplus/core/internal'

import { findDebugReport, readDebugReport } from './read-debug-report.js'
import { listExportedRequests } from './read-export.js'
import { listHarRequests, readHarRequest } from './read-har.js'
import type { ReadHttpOptions } from './read-http-options.js'
import type { ReadRequest } from './read-request.js'
import { findRequestObject, readRequestObject } from './read-request-object.js'

/**
 * Parses the requests of an archive, an exported collection, or an object that describes a request.
 * Throws `TypeError` if there are none.
 */
export function readObjects(value: unknown, options: ReadHttpOptions): readonly ReadRequest[] {
  const report = findDebugReport(value)
  if (report !== undefined) return [readDebugReport(report)]
  const exported = listExportedRequests(value)
  if (exported.length > 0) return exported
  const archived = listHarRequests(value)
  if (archived.length > 0) return archived.map(readHarRequest)
  const described = (Array.isArray(value) ? value : [value])
    .map((each: unknown) => findRequestObject(each))
    .filter((each) => each !== undefined)
  if (described.length === 0) {
    throw argumentError('The JSON is not HAR, or contains no request')
  }
  return described.map((each) => readRequestObject(each, options))
}
