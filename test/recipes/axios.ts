import type { ClientWithToken } from '@oauthplus/client'
import axios from 'axios'
import type { AxiosInstance } from 'axios'

/** Makes an axios that signs. */
export function signingAxios({ fetch }: ClientWithToken): AxiosInstance {
  return axios.create({ adapter: 'fetch', env: { fetch } })
}
