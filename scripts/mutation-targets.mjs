// What mutation testing covers: the source files of each target, and the tests that must notice a change in them.
const SERVER_TESTS = [
  'packages/server/test/**/*.test.ts',
  'packages/server-express/test/*.test.ts',
  'packages/server-koa/test/*.test.ts',
  'test/hosts/adapter-misuse.test.ts',
  'test/attacks/attacks.test.ts',
  'test/malformed/*.test.ts',
]

/** The targets by name. */
export const MUTATION_TARGETS = {
  core: {
    mutate: ['packages/core/src/**/*.ts'],
    tests: ['packages/core/test/**/*.test.ts', 'test/arguments/*.test.ts'],
  },
  'server-checks': server('checks'),
  'server-operations': server('operations'),
  'server-authorization': server('authorization'),
  'server-refusals': server('refusals'),
  'server-node': server('node'),
  'server-sealed-store': server('sealed-store'),
  client: {
    mutate: ['packages/client/src/**/*.ts', '!packages/client/src/presets/*.ts'],
    tests: ['packages/client/test/**/*.test.ts'],
  },
}

function server(folder) {
  return { mutate: [`packages/server/src/${folder}/**/*.ts`], tests: SERVER_TESTS }
}
