/* global Buffer */
import { protectJson } from '../../../lib/provider.js'

const handle = protectJson(async (request, { query, form }) => ({
  query,
  form,
  body: Buffer.from(await request.arrayBuffer()).toString('base64'),
}))

// Without OPTIONS, Next.js responds to it by itself; HEAD goes to GET.
export {
  handle as DELETE,
  handle as GET,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
}
