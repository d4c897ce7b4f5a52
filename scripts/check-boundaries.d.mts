// Declares what tests use of check-boundaries.mjs.
/** Lists every import and dependency in a checkout that no arrow allows. */
export function checkBoundaries(root: string): readonly string[]
