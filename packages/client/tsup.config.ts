import { library } from '../../tooling/tsup.js'

export default library([
  'src/index.ts',
  'src/connect.ts',
  'src/presets.ts',
  'src/terminal.ts',
  'src/undici.ts',
])
