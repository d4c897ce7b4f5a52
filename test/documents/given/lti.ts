export { createClient } from '@oauthplus/client'
export { lti11 } from '@oauthplus/client/presets'

export declare const outcomeServiceUrl: string
export declare const xml: string
