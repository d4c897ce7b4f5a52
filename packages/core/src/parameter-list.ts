/** Parameters in the order sent, duplicates kept. Wire names are never renamed. */
export type ParameterList = readonly (readonly [name: string, value: string])[]
