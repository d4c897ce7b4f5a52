// Removes the previous build of a package: tsup keeps old declarations, which have hashes in their
// names, and they would be published.
import { rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
