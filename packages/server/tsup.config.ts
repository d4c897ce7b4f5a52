import { library } from '../../tooling/tsup.js'

export default library([
  'src/index.ts',
  'src/adapter.ts',
  'src/diagnostics-channel.ts',
  'src/node.ts',
  'src/pages.ts',
  'src/web.ts',
])
