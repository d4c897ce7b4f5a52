// Writes the guide of runtimes: nothing in it changes unless a result does, so seconds are not told.
import { fileURLToPath } from 'node:url'

import prettier from 'prettier'

import { REWRITTEN } from '../test/runtimes/fetch-cases.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Gives the text of docs/guide/runtimes.md. */
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

const FETCH = (rewritten) => `## A Provider on fetch

\`@oauthplus/server-fetch\` passes the same cases on the server of each runtime, plain and on Hono: three-legged OAuth; forms,
JSON and multipart, with and without a length, changed, too long and broken off; duplicate headers; HEAD and OPTIONS; paths and
queries that must not be touched. workerd gets its bundle with the modules of Node that dependencies of \`@oauthplus/server\`
need, which it has at every compatibility date since 2026-08-04.

Some request targets are not what a parser of URLs writes. Every client that parses URLs requests and signs
${rewritten
  .map(([, normalized]) => `\`${normalized}\``)
  .filter((target, index, all) => all.indexOf(target) === index)
  .join(', ')} in place of those below. For another client the table says how the server shows
them in \`request.url\`: *as sent*, so that its signature is verified; *normalized*, so that it is refused with 401; or
*refused* by the server itself.`

const INTRODUCTION = (
  count,
  platform,
) => `\`@oauthplus/core\` and \`@oauthplus/client\` need ECMAScript 2022, \`fetch\` with its classes, and \`node:crypto\` or
WebCrypto. One suite of ${count} cases (\`test/runtimes\`), without a test runner and without a server, runs on the built
packages: every published vector, 2,000 generated requests, all seven signature methods, wrong signatures and keys, and
the client's flows, forms and redirects. \`npm run runtimes\` fetches each runtime from npm into \`node_modules/.cache\`
(about 800 MB), runs the suite on it and writes this page. Here it ran on ${platform}.`

const CLOSING = `Node, Bun and Deno load the packages from \`node_modules\`. workerd, on which Cloudflare Workers run, gets
them bundled with the conditions \`workerd\`, \`worker\` and \`browser\`, without \`nodejs_compat\`: nothing of Node is in
that bundle, nor in one for browsers. \`npm test\` runs the suite on the Node at hand, once as it is and once bundled for
browsers.

On each Node of the table \`@oauthplus/store-sqlite\` keeps the contract of stores, too: by \`node:sqlite\` where there is
one, by \`libsql\` on Node 20.

On each Node, on Bun and on Deno, \`protect()\` of \`@oauthplus/server-express\` verifies the same bodies on the runtime's
own \`node:http\`: forms and JSON with a body hash, with and without a length, before and behind body parsers.`
