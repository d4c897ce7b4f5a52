// Writes the guide of runtimes. It changes only if a result changes, so it contains no durations.
import { fileURLToPath } from 'node:url'

import prettier from 'prettier'

import { REWRITTEN } from '../test/runtimes/fetch-cases.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Returns the content of docs/guide/runtimes.md. */
export async function guideOf(rows, { platform, count }) {
  const text = [
    '---\ntitle: Runtimes\ncategory: Reference\n---',
    '# Runtimes',
    INTRODUCTION(count, platform),
    [
      '| runtime | version | cryptography | passed | failed | |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rows.map(lineOf),
    ].join('\n'),
    CLOSING,
    FETCH(REWRITTEN),
    [
      `| server | passed | failed | ${REWRITTEN.map(([sent]) => `\`${sent}\``).join(' | ')} |`,
      `| --- | --- | --- | ${REWRITTEN.map(() => '---').join(' | ')} |`,
      ...rows.filter(({ fetch }) => fetch !== undefined).map(fetchLineOf),
    ].join('\n'),
  ].join('\n\n')
  const options = await prettier.resolveConfig(`${ROOT}package.json`)
  return prettier.format(text, { ...options, parser: 'markdown' })
}

function lineOf({ name, version, cryptography, missing, passed, problems, refused, limits = [] }) {
  const cells =
    missing === undefined
      ? [cryptography, passed, problems.length, refused > 0 ? limitsOf(refused, limits) : '']
      : [cryptography, '', '', `not run: ${missing}`]
  return `| ${[name, version, ...cells].join(' | ')} |`
}

function fetchLineOf({ name, version, fetch: { passed, problems, rewriting } }) {
  const server = SERVERS[name] ?? name
  return `| ${[`${server} ${version}`, passed, problems.length, ...rewriting].join(' | ')} |`
}

function limitsOf(refused, limits) {
  return `${refused} refused by the platform: ${limits.map(({ reason }) => reason).join('; ')}`
}

const SERVERS = { Node: '`@hono/node-server` on Node', Bun: '`Bun.serve`', Deno: '`Deno.serve`' }

const FETCH = (rewritten) => `## A provider on fetch

\`@oauthplus/server-fetch\` passes the same cases on the server of each runtime, with and without Hono: three-legged OAuth; forms,
JSON and multipart, with and without a Content-Length, changed, too long and aborted; duplicate headers; HEAD and OPTIONS;
paths and queries that must not change. The bundle for workerd imports the modules of Node that dependencies of
\`@oauthplus/server\` need. workerd provides them at every compatibility date since 2026-08-04.

URL parsers normalize some request targets. A client that parses URLs requests and signs
${rewritten
  .map(([, normalized]) => `\`${normalized}\``)
  .filter((target, index, all) => all.indexOf(target) === index)
  .join(
    ', ',
  )} instead of the targets below. For other clients, the table shows how the target appears
in \`request.url\`: *as sent*, so that the signature is verified; *normalized*, so that the request is refused with 401; or
*refused* by the server itself.`

const INTRODUCTION = (
  count,
  platform,
) => `\`@oauthplus/core\` and \`@oauthplus/client\` need ECMAScript 2022, \`fetch\` with its classes, and \`node:crypto\` or
WebCrypto. A suite of ${count} cases (\`test/runtimes\`) tests the built packages without a test runner and without a server: every published vector,
2,000 generated requests, all seven signature methods, invalid signatures and keys, and the flows, forms and redirects of
the client. \`npm run runtimes\` downloads each runtime from npm into \`node_modules/.cache\` (about 800 MB), runs the suite and
writes this page. These results are for ${platform}.`

const CLOSING = `Node, Bun and Deno load the packages from \`node_modules\`. workerd, the runtime of
Cloudflare Workers, runs a bundle with the conditions \`workerd\`, \`worker\` and \`browser\`, without \`nodejs_compat\`. Neither
that bundle nor one for browsers contains modules of Node. \`npm test\` runs the suite on the installed Node, unbundled and
bundled for browsers.

On each Node in the table, \`@oauthplus/store-sqlite\` also passes the store contract: with \`libsql\` on Node 20, and with
\`node:sqlite\` on later versions.

On each Node, on Bun and on Deno, \`protect()\` of \`@oauthplus/server-express\` verifies the same bodies with the
\`node:http\` of the runtime: forms and JSON with a body hash, with and without a Content-Length, before and after body parsers.`
