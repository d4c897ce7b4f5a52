/* global Buffer */
import { protectJson } from '../../../lib/provider.js'

const handle = protectJson(async (request, { query, form }) => ({
  query,
  form,
  body: Buffer.from(await request.arrayBuffer()).toString('base64'),
}))

// Without HEAD and OPTIONS, Next.js responds to these by itself.
export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
}
