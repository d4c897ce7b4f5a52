// Declares what tests use of system-packages.mjs.
/** The packages that some tests need, why, and a command that works if they are there. */
export interface WantedPackages {
  readonly packages: readonly string[]
  readonly why: string
  readonly probe: readonly string[]
}

/** The properties of the machine. Defaults to this machine. */
export interface System {
  readonly wanted?: readonly WantedPackages[]
  readonly isRootOnDebian?: () => boolean
  /** Runs apt-get, and returns whether it succeeded. */
  readonly aptGet?: (...args: string[]) => boolean
  readonly environment?: Readonly<Record<string, string | undefined>>
}

export function installSystemPackages(say: (text: string) => void, system?: System): void
