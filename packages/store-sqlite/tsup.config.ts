import { library } from '../../tooling/tsup.js'

// The CommonJS build needs to know where it stands, too, to look for libsql from there.
export default library(['src/index.ts'], { shims: true })
