import { library } from '../../tooling/tsup.js'

export default library(['src/index.ts', 'src/hono.ts'])
