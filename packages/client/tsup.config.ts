import { library } from '../../tooling/tsup.js'

export default library({
  index: 'src/index.ts',
  connect: 'src/connect.ts',
  presets: 'src/presets.ts',
  terminal: 'src/terminal.ts',
  undici: 'src/undici.ts',
  // Nobody imports this one, but what it needs gets files apart from the rest. A bundler puts whole files
  // into its chunks, so that otherwise most of what is loaded on demand would be loaded at once.
  'create-client': 'src/create-client.ts',
})
