import { tsImport } from 'tsx/esm/api'

/** Starts a server of the tests: `postgres` or `redis`. */
export async function startServer(kind) {
  const { startPostgres, startRedis } = await tsImport(
    `../test/servers/${kind}.ts`,
    import.meta.url,
  )
  return kind === 'postgres' ? startPostgres() : startRedis()
}
