import { breakableLink } from '../../support/breakable-link.ts'
import { createTestDatabase } from '../../support/database.ts'

/** A database on the run's own PostgreSQL, by an address whose way there can be cut. It begins whole. */
export async function linkToTestServer() {
  const { connection, drop } = await createTestDatabase()
  const given = connection.connectionString ? new URL(connection.connectionString) : undefined
  const host = given?.hostname ?? connection.host ?? '127.0.0.1'
  const port = Number((given?.port || connection.port) ?? 5432)
  const link = await breakableLink(
    host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
  )
  await link.mend()
  const url = new URL(given ?? 'postgres://127.0.0.1')
  url.username ||= connection.user ?? ''
  if (typeof connection.password === 'string') url.password = connection.password
  if (connection.database) url.pathname = `/${connection.database}`
  url.hostname = '127.0.0.1'
  url.port = String(link.port)
  return {
    url: url.href,
    cut: link.cut,
    mend: link.mend,
    async remove() {
      await link.cut()
      await drop()
    },
  }
}
