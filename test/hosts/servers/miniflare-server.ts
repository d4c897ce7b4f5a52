// The application of a file on miniflare, which starts the workerd that the environment names. Prints its port.
import { Miniflare } from 'miniflare'

const [, , file = ''] = process.argv
const miniflare = new Miniflare({
  modules: [{ type: 'ESModule', path: file }],
  compatibilityDate: '2026-07-30',
  compatibilityFlags: ['nodejs_compat'],
  host: '127.0.0.1',
  port: 0,
})
console.log((await miniflare.ready).port)
