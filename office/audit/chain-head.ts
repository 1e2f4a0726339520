import { createHmac, type KeyObject } from 'node:crypto'
import type { Sql } from '../../server/database/sql.ts'

/** Where the chain ends: without it nobody would see that the last entries were taken away. */
export interface ChainHead {
  seq: number
  hash: string
}

const setting = 'audit.head'

/** The chain's end as it was kept; undefined before the first entry, null when what is kept was not made by us. */
export async function readChainHead(sql: Sql, key: KeyObject): Promise<ChainHead | undefined | null> {
  const { rows } = await sql.query<{ value: string }>({
    text: 'select value from setting where key = $1',
    values: [setting],
  })
  const [kept] = rows
  return kept && readSealedHead(key, kept.value)
}

export async function keepChainHead(sql: Sql, key: KeyObject, head: ChainHead): Promise<void> {
  await sql.query({
    text: 'insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
    values: [setting, sealHead(key, head)],
  })
}

/**
 * An end as it is kept. Sealed, so that none can be made up; an older one that was sealed once can still be put back,
 * and only an end that is kept elsewhere tells (`create-head-file.ts`).
 */
export function sealHead(key: KeyObject, head: ChainHead): string {
  return `${head.seq} ${head.hash} ${sealOf(key, head)}`
}

/** @returns null when it was not made by `sealHead` with this key */
export function readSealedHead(key: KeyObject, text: string): ChainHead | null {
  const [seq = '', hash = '', seal = ''] = text.split(' ')
  return seal === sealOf(key, { seq: Number(seq), hash }) ? { seq: Number(seq), hash } : null
}

function sealOf(key: KeyObject, { seq, hash }: ChainHead): string {
  return createHmac('sha256', key).update(`head\0${seq}\0${hash}`).digest('base64url')
}
