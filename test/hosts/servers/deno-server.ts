// The application on Deno. Prints its port.
import { createWebApplication } from './web-application.js'

declare const Deno: {
  serve(options: object, handler: (request: Request) => Promise<Response>): void
}

Deno.serve(
  {
    hostname: '127.0.0.1',
    port: 0,
    onListen: ({ port }: { readonly port: number }) => {
      console.log(port)
    },
  },
  createWebApplication(),
)
