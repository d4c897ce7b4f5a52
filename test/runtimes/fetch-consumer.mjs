// The credentials that the application on fetch shares with the senders of requests.

/** The public URL of the provider. */
export const ORIGIN = 'https://photos.example'

/** The consumer that it knows. */
export const CONSUMER = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
