import { library } from '../../tooling/tsup.js'

export default library(
  [
    'src/index.ts',
    'src/internal.ts',
    'src/crypto-node.ts',
    'src/crypto-web.ts',
    'src/rsa-node.ts',
    'src/rsa-web.ts',
    // Nobody imports these two, but what they need gets files apart from the rest. A bundler puts whole files
    // into its chunks, so that otherwise most of what is loaded on demand would be loaded at once.
    'src/sign.ts',
    'src/signing-path.ts',
  ],
  {
    // Core chooses between the two when it runs, not when it is built.
    external: ['#crypto', '#rsa'],
    // Both point at files of this very build, so their declarations are read from the source.
    dts: { compilerOptions: { noEmit: false } },
  },
)
