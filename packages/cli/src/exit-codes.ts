/** What the program ends with; docs/guide/command-line.md tells users. */
export const EXIT = {
  done: 0,
  /** The Provider, the store or the User said no, or there is no such thing. */
  failed: 1,
  /** The command cannot be: an option, a value or a file is wrong or missing. */
  usage: 2,
  /** A server, a store or a network could not be reached. */
  unreachable: 3,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const

/** One of these codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
