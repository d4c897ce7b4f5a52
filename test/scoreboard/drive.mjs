// Lets a client do the tasks of `oauthplus-testkit consumer`: a line of JSON each.
import { createInterface } from 'node:readline'

/** Responds to each task with the function of that name. */
export function drive(actions) {
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const task = JSON.parse(line)
    const answer = await Promise.resolve(task)
      .then(actions[task.task])
      .catch((error) => ({ error: wordsOf(error) }))
    console.log(JSON.stringify({ id: task.id, ...answer }))
  })
}

/** Returns the strings of an error that an application could log; some clients throw objects that are not errors. */
function wordsOf(error) {
  return error instanceof Error ? error.message : JSON.stringify(error)
}

/** Makes of the fields of a form what JavaScript's clients take: an object, with arrays for duplicates. */
export function objectOf(form) {
  const object = {}
  for (const [name, value] of form) {
    object[name] = name in object ? [object[name], value].flat() : value
  }
  return object
}
