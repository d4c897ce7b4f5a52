import { library } from '../../tooling/tsup.js'

// Vectors are found beside the code, in CommonJS too.
export default library(['src/index.ts', 'src/store-contract.ts', 'src/command.ts'], { shims: true })
