export { sqliteStore } from '@oauthplus/store-sqlite'
