// What a test runner would bring; there is none that runs everywhere.

/** Fails unless two values are alike, by their JSON. */
export function equal(actual, expected) {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value) ?? 'undefined')
  if (found !== wanted) throw new Error(`${shortened(found)} in place of ${shortened(wanted)}`)
}

/** Fails unless a condition holds. */
export function holds(condition, what) {
  if (!condition) throw new Error(`not true: ${what}`)
}

/** Gives what a call throws or rejects with; fails where it does neither. */
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
