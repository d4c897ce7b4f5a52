import { library } from '../../tooling/tsup.js'

export default library(['src/index.ts', 'src/store-contract.ts', 'src/command.ts'])
