import type { AccessTokenRecord, RequestTokenRecord, Store } from '@oauthplus/server'

import { isConsumerAbsent } from './postgres-error.js'
import {
  listColumnNames,
  listParameters,
  TOKEN_COLUMNS,
  toToken,
  listTokenValues,
} from './store-columns.js'
import type { StoreParts } from './store-parts.js'

const COLUMNS = listColumnNames(TOKEN_COLUMNS)

/** Creates the operations that save, find and list tokens. */
export function createTokenOperations({
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
    VALUES (${listParameters(TOKEN_COLUMNS)}) ON CONFLICT (key) DO NOTHING`
  const find = `SELECT ${COLUMNS} FROM ${names.tokens} WHERE key = $1 AND kind = 'request'`
  const replaceSecret = `UPDATE ${names.tokens} SET secret = $3
    WHERE key = $1 AND kind = 'access' AND secret = $2`
  // A string for each filter: one for all could use no index.
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
      const { count } = await link.query(save, listTokenValues(token))
      return count === 1 ? 'created' : 'exists'
    } catch (error) {
      if (isConsumerAbsent(error)) throw new Error('The consumer of the token was removed')
      throw error
    }
  }

  return {
    createRequestToken: create,
    createAccessToken: create,

    async findRequestToken(key) {
      const { rows } = await link.query(find, [key])
      return toToken(rows[0]) as RequestTokenRecord | undefined
    },

    async listAccessTokens({ consumerKey, userId }, { after = '', limit }) {
      const sql =
        consumerKey === undefined
          ? userId === undefined
            ? listAll
            : listByUser
          : userId === undefined
            ? listByConsumer
            : listByBoth
      const owners = [consumerKey, userId].filter((owner) => owner !== undefined)
      const { rows } = await link.query(sql, [after, limit, ...owners])
      return rows.flatMap((row) => (toToken(row) as AccessTokenRecord | undefined) ?? [])
    },

    async replaceTokenSecret(key, { secret, newSecret }) {
      const { count } = await link.query(replaceSecret, [key, secret, newSecret])
      return count === 1 ? 'replaced' : 'conflict'
    },
  }
}
