/** What the statements of inbox and outbox need of a pool, a client or a transaction's client. */
export interface Sql {
  query<Row extends object>(statement: Statement): Promise<{ rows: Row[] }>
}

export interface Statement {
  /** Statements with a name are parsed once a connection, and their plan may be kept. */
  name?: string
  text: string
  values?: unknown[]
}
