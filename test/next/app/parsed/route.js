import { protectJson } from '../../lib/provider.js'

export const POST = protectJson(async (request, { query, form }) => ({
  query,
  form,
  body: await parsedOf(request),
}))

async function parsedOf(request) {
  if (request.headers.get('content-type') === 'application/json') return request.json()
  const form = await request.formData()
  return Object.fromEntries(
    [...form.keys()].map((name) => {
      const values = form.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}
