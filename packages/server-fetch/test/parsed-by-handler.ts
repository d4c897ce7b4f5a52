/** Parses the body of a `Request`, or of a request of Hono, as handlers do; repeated names of a form have an array of values. */
export async function parsedByHandler(request: {
  readonly raw?: Request
  readonly headers?: Headers
  json(): Promise<unknown>
  formData(): Promise<FormData>
}): Promise<unknown> {
  const { headers } = request.raw ?? request
  const type = headers?.get('content-type') ?? ''
  if (type.startsWith('application/json')) return request.json()
  if (!type.startsWith('application/x-www-form-urlencoded')) return undefined
  const form = await request.formData()
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}
