export { headerValues } from '@oauthplus/core'
