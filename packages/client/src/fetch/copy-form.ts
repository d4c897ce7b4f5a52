/**
 * Copies a `FormData`, which the caller may change while a request is waiting. Returns any other
 * body unchanged. Files are not read.
 *
 * @internal
 */
export function copyForm(body: BodyInit | null | undefined): BodyInit | null | undefined {
  if (!(body instanceof FormData)) return body
  const copy = new FormData()
  body.forEach((value, name) => {
    copy.append(name, value)
  })
  return copy
}
