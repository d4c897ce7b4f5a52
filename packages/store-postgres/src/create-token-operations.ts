import type { AccessTokenRecord, RequestTokenRecord, Store } from '@oauthplus/server'

import { isConsumerAbsent } from './postgres-error.js'
import { namesOf, parametersOf, TOKEN_COLUMNS, tokenOf, tokenValuesOf } from './store-columns.js'
import type { StoreParts } from './store-parts.js'

const COLUMNS = namesOf(TOKEN_COLUMNS)

/** Makes the operations that save, find and list tokens. */
export function tokens({
  link,
  names,
}: StoreParts): Pick<
  Store,
  | 'createRequestToken'
  | 'findRequestToken'
  | 'createAccessToken'
  | 'listAccessTokens'
  | 'replaceTokenSecret'
> {
  const save = `INSERT INTO ${names.tokens} (${COLUMNS})
    VALUES (${parametersOf(TOKEN_COLUMNS)}) ON CONFLICT (key) DO NOTHING`
  const find = `SELECT ${COLUMNS} FROM ${names.tokens} WHERE key = $1 AND kind = 'request'`
  const replaceSecret = `UPDATE ${names.tokens} SET secret = $3
    WHERE key = $1 AND kind = 'access' AND secret = $2`
  // A text for each filter: one for all could use no index.
  const listWhere = (filter: string): string =>
    `SELECT ${COLUMNS} FROM ${names.tokens}
      WHERE state = 'valid' AND key > $1${filter} ORDER BY key LIMIT $2`
  const listAll = listWhere('')
  const listByConsumer = listWhere(' AND consumer_key = $3')
  const listByUser = listWhere(' AND user_id = $3')
  const listByBoth = listWhere(' AND consumer_key = $3 AND user_id = $4')

  async function create(
    token: RequestTokenRecord | AccessTokenRecord,
  ): Promise<'created' | 'exists'> {
    try {
      const { count } = await link.query(save, tokenValuesOf(token))
      return count === 1 ? 'created' : 'exists'
    } catch (error) {
      if (isConsumerAbsent(error)) throw new Error('The Consumer of the token was removed')
      throw error
    }
  }

  return {
    createRequestToken: create,
    createAccessToken: create,

    async findRequestToken(key) {
      const { rows } = await link.query(find, [key])
      return tokenOf(rows[0]) as RequestTokenRecord | undefined
    },

    async listAccessTokens({ consumerKey, userId }, { after = '', limit }) {
      const text =
        consumerKey === undefined
          ? userId === undefined
            ? listAll
            : listByUser
          : userId === undefined
            ? listByConsumer
            : listByBoth
      const owners = [consumerKey, userId].filter((owner) => owner !== undefined)
      const { rows } = await link.query(text, [after, limit, ...owners])
      return rows.flatMap((row) => (tokenOf(row) as AccessTokenRecord | undefined) ?? [])
    },

    async replaceTokenSecret(key, { secret, newSecret }) {
      const { count } = await link.query(replaceSecret, [key, secret, newSecret])
      return count === 1 ? 'replaced' : 'conflict'
    },
  }
}
