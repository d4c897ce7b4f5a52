// What the application on fetch and those who send requests to it agree on.

/** The public URL of the Provider. */
export const ORIGIN = 'https://photos.example'

/** The Consumer that it knows. */
export const CONSUMER = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
