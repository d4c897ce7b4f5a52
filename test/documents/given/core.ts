import { SIGNATURE_METHODS } from '@oauthplus/core'
import type { SignatureMethod } from '@oauthplus/core'

export const value = 'OAuth oauth_consumer_key="printer"'
export const url = 'https://photos.example/photos'
export const expectedSignature = 'tnnArxj06cWHq44gCs1OSKk/jLY='
export const receivedSignature = 'tnnArxj06cWHq44gCs1OSKk/jLY='
export const myKeyServiceMethod = {
  ...SIGNATURE_METHODS[0],
  name: 'KEY-SERVICE',
} as SignatureMethod
