/**
 * Appends a query to a URL, after the query that it has and before its fragment. Only the first `?`
 * of a URL begins the query; any other is part of a name or a value.
 *
 * @param url The URL, which is otherwise returned as it is.
 * @param query The encoded parameters, without a `?`.
 *
 * @internal
 */
export function appendQuery(url: string, query: string): string {
  if (query === '') return url
  const fragmentStart = url.indexOf('#')
  const end = fragmentStart === -1 ? url.length : fragmentStart
  const resource = url.slice(0, end)
  return resource + getSeparator(resource) + query + url.slice(end)
}

function getSeparator(resource: string): string {
  const mark = resource.indexOf('?')
  if (mark === -1) return '?'
  return mark === resource.length - 1 || resource.endsWith('&') ? '' : '&'
}
