import { normalisePhone } from '../../access/normalise-phone.ts'
import { readDossierCode } from '../../codes/read-dossier-code.ts'
import type { DossierUpdate } from '../../dossier.ts'
import type { Cell } from '../sheet.ts'
import { type Column, sayColumn } from './columns.ts'
import { createDateReader, type DateReader } from './create-date-reader.ts'
import { lastFour } from './last-four.ts'
import { readAmount } from './read-amount.ts'
import { remember } from './remember.ts'
import { restoreZero } from './restore-zero.ts'
import type { RowRules } from './row-rules.ts'

/** A row's update as far as its columns have been read. */
export interface Draft extends Partial<DossierUpdate> {
  warnings: string[]
}

/** Puts a cell that is not empty into the draft. @returns why the row cannot be taken, to follow the column's name */
export type ColumnReader = (cell: Cell, draft: Draft) => string | undefined

const mostPapers = 50

/** A procedure's code may bear the office's code as well: `1.001776.000.00.00.H56`. */
const procedureCode = /^(\d\.\d{6})(?:\.\d+)*(?:\.[A-Z]\d{2}.*)?$/

/** How each column is read. @param dayZero the day that a number 0 is, in workbooks */
export function createColumnReaders(rules: RowRules, dayZero?: string): Record<Column, ColumnReader> {
  const statusOf = remember(rules.statusOf)
  const unitOf = remember(rules.unitOf)
  const procedureOf = remember(rules.procedureOf)
  const readDate = createDateReader(dayZero)

  return {
    code: text((code, draft) => {
      const read = readDossierCode(code)
      if (read === undefined) return "is no dossier's code"
      draft.code = read
    }),
    status: text((name, draft) => {
      const status = statusOf(name)
      if (status === undefined) return 'is not 1 to 10, nor one of their names'
      draft.status = status
    }),
    updated_at: date('statusAt', readDate),
    received_at: date('receivedAt', readDate),
    due_at: date('dueAt', readDate, true),
    supply_by: date('supplyBy', readDate, true),
    apology_at: date('apologyAt', readDate),
    unit: text((name, draft) => {
      const slug = unitOf(name)
      if (slug === undefined) return 'is none of those served here (UNITS)'
      draft.unit = slug
    }),
    fee_due: text((amount, draft) => {
      const read = readAmount(amount)
      if (read === undefined) return 'is no amount in đồng'
      draft.feeDue = read
    }),
    papers: text((list, draft) => {
      const papers = list.split(';').map((paper) => paper.trim())
      if (papers.length > mostPapers) return `are more than ${mostPapers}`
      draft.papers = papers.filter(Boolean)
    }),
    procedure: text((name, draft) => {
      const said = procedureCode.exec(name)?.[1] ?? name
      const known = procedureOf(said)
      draft.procedure = known ?? said
      if (known === undefined)
        draft.warnings.push(`${sayColumn('procedure')} is unknown here; the row is kept`)
    }),
    applicant: asItIs('applicant'),
    note: asItIs('note'),
    result: asItIs('result'),
    phone: text((typed, draft) => {
      const phone = restoreZero(typed)
      if (normalisePhone(phone) !== undefined) draft.phone = phone
      else draft.warnings.push(`${sayColumn('phone')} is no Vietnamese number; only a slip opens the dossier`)
    }),
    id_last4: text((digits, draft) => {
      const last = lastFour(digits)
      if (last !== undefined) draft.idLast4 = last
      else draft.warnings.push(`${sayColumn('id_last4')} is not four digits; it is left out`)
    }),
  }
}

function text(read: (text: string, draft: Draft) => string | undefined): ColumnReader {
  return (cell, draft) => read(String(cell), draft)
}

function asItIs(field: 'applicant' | 'note' | 'result'): ColumnReader {
  return text((value, draft) => {
    draft[field] = value
  })
}

type DateField = 'statusAt' | 'receivedAt' | 'dueAt' | 'supplyBy' | 'apologyAt'

function date(field: DateField, read: DateReader, toEnd?: true): ColumnReader {
  return (cell, draft) => {
    const found = read(cell, toEnd)
    if ('problem' in found) return found.problem
    draft[field] = found.at
  }
}
