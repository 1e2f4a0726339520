import type { DossierUpdate } from '../../dossier.ts'
import { createDateReader } from '../../reading/create-date-reader.ts'
import {
  createFieldReaders,
  type Field,
  type FieldReader,
  sparedFields,
} from '../../reading/create-field-readers.ts'
import { remember } from '../../reading/remember.ts'
import { type Column, columnNames, sayColumn } from './columns.ts'
import type { RowRules } from './row-rules.ts'

/** A row's update as far as its columns have been read. */
export interface Draft extends Partial<DossierUpdate> {
  warnings: string[]
}

/** Reads a column's cells, and notes in the draft what does not keep the row out. */
export interface ColumnReader extends FieldReader {
  read(cell: string | number, draft: Draft): string | undefined
}

/** What becomes of a row without it. */
const sparing: Partial<Record<Field, string>> = {
  phone: 'only a slip opens the dossier',
  id_last4: 'it is left out',
}

/** How each column is read. @param dayZero the day that a number 0 is, in workbooks */
export function createColumnReaders(rules: RowRules, dayZero?: string): ReadonlyMap<Column, ColumnReader> {
  const procedureOf = remember(rules.procedureOf)
  const fields = createFieldReaders({
    statusOf: remember(rules.statusOf),
    unitOf: remember((name) => {
      const slug = rules.unitOf(name)
      return slug === undefined ? 'not_served' : { slug }
    }),
    readDate: createDateReader({ dayZero }),
  })
  const readers = new Map<Column, ColumnReader>()
  for (const column of columnNames) {
    const field = column === 'updated_at' ? 'status_at' : column
    readers.set(column, sparedFields.has(field) ? spare(fields[field], column) : fields[field])
  }
  return readers.set('procedure', {
    most: fields.procedure.most,
    read(cell, draft) {
      const problem = fields.procedure.read(cell, draft)
      const known = draft.procedure === undefined ? undefined : procedureOf(draft.procedure)
      if (known !== undefined) draft.procedure = known
      else draft.warnings.push(`${sayColumn('procedure')} is unknown here; the row is kept`)
      return problem
    },
  })

  function spare({ most, read }: FieldReader, column: Column): ColumnReader {
    return {
      most,
      read(cell, draft) {
        const problem = read(cell, draft)
        if (problem !== undefined)
          draft.warnings.push(`${sayColumn(column)} ${problem}; ${sparing[column as Field]}`)
        return undefined
      },
    }
  }
}
