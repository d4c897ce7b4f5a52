// The application on Bun. Prints its port.
import { createWebApplication } from './web-application.js'

declare const Bun: {
  serve(options: object): { readonly port: number }
}

const { port } = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: createWebApplication() })
console.log(port)
