import { readDossierCode } from '../../../knowledge/dossiers/codes/read-dossier-code.ts'
import type { Lang } from '../../dialogue/event.ts'
import type { Flow, Reading, Scope } from '../../dialogue/flow.ts'
import { type LastDigits, readLastDigits } from './read-last-digits.ts'

/** Between the digits of both numbers, where they were told in one answer. */
const and = ' '

/**
 * Asks for what proves a dossier without a slip: the last four digits of the identity number, then of the phone. It
 * comes between, so it is never taken up again once left, and what was answered goes with it.
 */
export function proveDossier(code: string, both: (key: string) => Record<Lang, string>): Flow {
  const given = ({ answers }: Scope) => String(answers.giay ?? '').split(and)
  return {
    id: proveId(code),
    version: '1',
    title: both('prove.title'),
    steps: [
      {
        kind: 'text',
        id: 'giay',
        uncounted: true,
        secret: true,
        ask: both('prove.id'),
        help: both('prove.id.help'),
        reworded: both('prove.again'),
        read(typed, scope) {
          const read = readLastDigits(typed)
          if (read.kind === 'both' || read.kind === 'four') return { ok: true, value: toldDigits(read) }
          return refuse(read.kind, scope)
        },
        accepts: (value) => /^\d{4}(?: \d{4})?$/.test(value),
      },
      {
        kind: 'text',
        id: 'phone',
        uncounted: true,
        secret: true,
        when: (scope) => given(scope).length === 1,
        ask: both('prove.phone'),
        help: both('prove.phone.help'),
        reworded: both('prove.again'),
        read(typed, scope) {
          const read = readLastDigits(typed)
          if (read.kind === 'four') return { ok: true, value: read.digits }
          const repeated = read.kind === 'both' && read.digits[0] === scope.answers.giay
          return repeated ? { ok: true, value: read.digits[1] } : refuse(read.kind, scope)
        },
        accepts: (value) => /^\d{4}$/.test(value),
      },
      {
        kind: 'do',
        id: 'prove',
        run(scope) {
          const [idLast4 = '', phone] = given(scope)
          const phoneLast4 = phone ?? String(scope.answers.phone)
          return { ask: { kind: 'prove_dossier', code, idLast4, phoneLast4 } }
        },
      },
    ],
  }
}

/** The answer to the first question, `giay`: of both numbers, when they were told at once. */
export function toldDigits(read: Extract<LastDigits, { kind: 'four' | 'both' }>): string {
  return read.kind === 'both' ? read.digits.join(and) : read.digits
}

function refuse(kind: 'both' | 'whole' | 'none', scope: Scope): Reading {
  return { ok: false, say: scope.text(kind === 'whole' ? 'prove.whole' : 'prove.not_four') }
}

export function proveId(code: string): string {
  return `prove:${code}`
}

/** The dossier's code in such a flow's id. */
export function readProveId(id: string): string | undefined {
  return id.startsWith('prove:') ? readDossierCode(id.slice(6)) : undefined
}
