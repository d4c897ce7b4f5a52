// Declares what tests use of check-boundaries.mjs.
/** Lists every import and dependency in a checkout that the architecture does not allow. */
export function checkBoundaries(root: string): readonly string[]
