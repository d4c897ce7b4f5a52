import { expect } from 'vitest'

/** Holds a value against the one that an example says it has. */
export function shows(value: unknown, told: unknown): void {
  expect(value).toEqual(told)
}
