// The assertions of a test runner, because no test runner runs on every runtime.

/** Fails unless two values are alike, by their JSON. */
export function equal(actual, expected) {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value) ?? 'undefined')
  if (found !== wanted) throw new Error(`${shortened(found)} in place of ${shortened(wanted)}`)
}

/** Fails unless a condition is true. */
export function holds(condition, what) {
  if (!condition) throw new Error(`not true: ${what}`)
}

/** Returns the error of a call; fails if it succeeds. */
export async function thrownBy(call) {
  try {
    await call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

function shortened(text) {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
