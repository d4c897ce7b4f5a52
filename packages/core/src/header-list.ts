/** Header fields in the order sent, duplicates kept. Names compare without regard to case. */
export type HeaderList = readonly (readonly [name: string, value: string])[]
