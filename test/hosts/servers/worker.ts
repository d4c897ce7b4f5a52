// The application on workerd.
import { createWebApplication } from './web-application.js'

const worker: { readonly fetch: (request: Request) => Promise<Response> } = {
  fetch: createWebApplication(),
}
export default worker
