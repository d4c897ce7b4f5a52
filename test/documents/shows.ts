import { expect } from 'vitest'

/** Compares a value with the one that an example shows. */
export function shows(value: unknown, told: unknown): void {
  expect(value).toEqual(told)
}
