import { library } from '../../tooling/tsup.js'

// A program is run, not imported: one format, and nothing to declare.
export default library(['src/oauthplus.ts'], { format: ['esm'], dts: false })
