import { readDossierCode } from '../codes/read-dossier-code.ts'
import type { DossierStatus, DossierUpdate } from '../dossier.ts'
import type { DateReader } from './create-date-reader.ts'
import { lastFour } from './last-four.ts'
import { readAmount } from './read-amount.ts'
import { readPhone } from './read-phone.ts'

/** What decides whether words mean something here. */
export interface FieldRules {
  /** 1–10 or a name of it. */
  statusOf(text: string): DossierStatus | undefined
  /** A slug; or that the unit is one of those this instance does not serve. Undefined when it is none. */
  unitOf(text: string): { slug: string } | 'not_served' | undefined
  readDate: DateReader
}

/** How a field is read, whoever says it. */
export interface FieldReader {
  /** Characters that it may have. One with more is refused: cut, it would say something else. */
  most: number
  /**
   * Puts a value that is not empty into the draft.
   * @returns why it cannot be taken, to follow the field's name; quotes nothing
   */
  read(value: string | number, draft: Partial<DossierUpdate>): string | undefined
}

/** What an update can say, by the contract's names. */
export type Field = (typeof fieldNames)[number]
export const fieldNames = [
  ...(['code', 'status', 'status_at', 'received_at', 'due_at', 'supply_by', 'apology_at', 'unit'] as const),
  ...(['fee_due', 'papers', 'procedure', 'applicant', 'note', 'result', 'phone', 'id_last4'] as const),
] as const

/**
 * Fields without which a dossier is as good, only harder to open. In a sheet, which nobody may come back to, such a
 * mistake is a warning; a system or an official that sends one has it refused, and can send it again.
 */
export const sparedFields: ReadonlySet<Field> = new Set(['phone', 'id_last4'] as const)

/** The one reason that is no mistake of the sender's. */
export const notServed = 'is none of those served here (UNITS)'

const mostPapers = 50

/** Characters that a field may have, for those whose texts are free. */
export const longestText = { procedure: 300, applicant: 200, note: 2000, result: 1000 } as const
const longestOther = 200

/** A procedure's code may bear the office's code as well: `1.001776.000.00.00.H56`. */
const procedureCode = /^(\d\.\d{6})(?:\.\d+)*(?:\.[A-Z]\d{2}.*)?$/

/** How each field is read: of sheets, systems and officials' own entries alike. */
export function createFieldReaders({ statusOf, unitOf, readDate }: FieldRules): Record<Field, FieldReader> {
  return {
    code: field('code', readDossierCode, "is no dossier's code"),
    status: field('status', statusOf, 'is not 1 to 10, nor one of their names'),
    status_at: date('statusAt', readDate),
    received_at: date('receivedAt', readDate),
    due_at: date('dueAt', readDate, true),
    supply_by: date('supplyBy', readDate, true),
    apology_at: date('apologyAt', readDate),
    unit: {
      most: longestOther,
      read(name, draft) {
        const unit = unitOf(String(name))
        if (unit === undefined) return 'is no unit of this city'
        if (unit === 'not_served') return notServed
        draft.unit = unit.slug
      },
    },
    fee_due: field('feeDue', readAmount, 'is no amount in đồng'),
    papers: {
      ...field('papers', readPapers, `are more than ${mostPapers}`),
      most: mostPapers * 500,
    },
    procedure: {
      ...field('procedure', (name) => procedureCode.exec(name)?.[1] ?? name, ''),
      most: longestText.procedure,
    },
    applicant: { ...field('applicant', asItIs, ''), most: longestText.applicant },
    note: { ...field('note', asItIs, ''), most: longestText.note },
    result: { ...field('result', asItIs, ''), most: longestText.result },
    phone: field('phone', readPhone, 'is no Vietnamese number'),
    id_last4: field('idLast4', lastFour, 'is not four digits'),
  }
}

function field<Name extends keyof DossierUpdate>(
  name: Name,
  parse: (text: string) => DossierUpdate[Name] | undefined,
  problem: string,
): FieldReader {
  return {
    most: longestOther,
    read(value, draft: Partial<Pick<DossierUpdate, Name>>) {
      const read = parse(String(value))
      if (read === undefined) return problem
      draft[name] = read
    },
  }
}

function date(
  name: 'statusAt' | 'receivedAt' | 'dueAt' | 'supplyBy' | 'apologyAt',
  read: DateReader,
  toEnd?: true,
): FieldReader {
  return {
    most: longestOther,
    read(value, draft) {
      const found = read(value, toEnd)
      if ('problem' in found) return found.problem
      draft[name] = found.at
    },
  }
}

function asItIs(text: string): string {
  return text
}

/** One a line, or with `;` between them. */
function readPapers(text: string): string[] | undefined {
  const papers = text.split(/[\r\n;]+/).map((paper) => paper.trim())
  const said = papers.filter((paper) => paper !== '')
  return said.length <= mostPapers ? said : undefined
}
