import { library } from '../../tooling/tsup.js'

export default library(
  ['src/index.ts', 'src/internal.ts', 'src/crypto-node.ts', 'src/crypto-web.ts'],
  {
    // Which of the two it is, is decided where core runs, not where it is built.
    external: ['#crypto'],
    // `#crypto` points at files of this very build, so its declarations are read from the source.
    dts: { compilerOptions: { noEmit: false } },
  },
)
