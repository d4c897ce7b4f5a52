/**
 * Copies a `FormData`, which its owner may change while a request waits; returns any other body as it
 * is. Files are not read.
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
