import { readFileSync } from 'node:fs'
import { arch, cpus, totalmem } from 'node:os'

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

/** Describes the machine and the software of a run. */
export function describeMachine() {
  const [{ model }] = cpus()
  const gibibytes = Math.round(totalmem() / 2 ** 30)
  const { node, v8, openssl } = process.versions
  return {
    description: `${cpus().length} × ${model} (${arch()}), ${gibibytes} GiB; Node ${node}, V8 ${v8}, OpenSSL ${openssl}`,
    measuredAt: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    peers: Object.fromEntries(
      Object.entries(dependencies).filter(([name]) => !name.startsWith('@oauthplus/')),
    ),
  }
}
