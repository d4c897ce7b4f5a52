// The targets of mutation testing: the source of each, and the tests that must notice a change.
const SERVER_TESTS = [
  'packages/server/test',
  'packages/server-express/test',
  'packages/server-fastify/test',
  'packages/server-koa/test',
  'packages/server-fetch/test',
  'test/hosts/adapter-misuse.test.ts',
  'test/attacks/attacks.test.ts',
  'test/malformed',
]

/** The targets by name: files, and folders with all their contents. */
export const MUTATION_TARGETS = {
  core: { source: ['packages/core/src'], tests: ['packages/core/test', 'test/arguments'] },
  'server-checks': server(
    'checks',
    'public-url',
    'tokens',
    'store/storable.ts',
    'settings/debug-report.ts',
    'settings/watch-proxy.ts',
  ),
  'server-operations': server('operations', 'consumer'),
  'server-authorization': server('authorization', 'callback'),
  'server-refusals': server('refusals', 'errors'),
  'server-node': server('node', 'web', 'adapter'),
  'server-sealed-store': {
    source: ['packages/server/src/sealed-store'],
    // The contract of all stores also runs on a sealed store there.
    tests: [...SERVER_TESTS, 'packages/testkit/test/store-contract.test.ts'],
  },
  client: {
    source: ['packages/client/src'],
    except: ['packages/client/src/presets'],
    tests: ['packages/client/test'],
  },
}

function server(...paths) {
  return { source: paths.map((path) => `packages/server/src/${path}`), tests: SERVER_TESTS }
}
