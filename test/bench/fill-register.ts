import type { Pool } from 'pg'

/** The nth dossier's code; a filled register holds those from 1 on. */
export function codeOf(n: number): string {
  const day = String(Math.floor(n / 10_000) % 100).padStart(2, '0')
  return `H26.16.${Math.floor(n / 1_000_000) + 1}-2611${day}-${String(n % 10_000).padStart(4, '0')}`
}

const fill = `
  insert into dossier (code, unit, procedure, applicant, phone_hash, phone_last2, proof_hash, status, status_at,
    received_at, due_at, promised_at, source, fingerprint, created_at, updated_at)
  select 'H26.16.' || n / 1000000 + 1 || '-2611' || lpad((n / 10000 % 100)::text, 2, '0') || '-' ||
      lpad((n % 10000)::text, 4, '0'),
    'hoan-kiem', '1.001193', 'Nguyễn Văn An', 'phone ' || md5(n::text), '78', 'proof ' || md5(n::text), 4,
    at, at, at + interval '7 days', at + interval '7 days', 'bench', md5(n::text), at, at
  from generate_series(1, $1::int) n, (select timestamptz '2026-11-20T02:00:00Z' as at) moment`

// Each was received; one of five has waited for papers since, and then went on.
const fillHistory = `
  insert into dossier_change (dossier_id, at, recorded_at, status, due_at, source)
  select d.id, d.status_at - days * interval '1 day', d.created_at, s.status, d.due_at, d.source
  from dossier d, (values (4, 2), (2, 5), (0, 4)) s(days, status)
  where s.status = 2 or d.id % 5 = 0
  order by d.id, s.days desc`

/** As many as this take longer than a query of the assistant's may. */
const patient = { query_timeout: 600_000 }

/** Puts so many dossiers into an empty register. */
export async function fillRegister(pool: Pool, count: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query({ text: fill, values: [count], ...patient })
    await client.query({ text: fillHistory, ...patient })
    await client.query({ text: 'vacuum analyze dossier, dossier_change', ...patient })
  } finally {
    client.release()
  }
}
