// Removes what an earlier build of a package has left: tsup keeps old declarations, which have a hash in their names, and
// they would be published.
import { rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
