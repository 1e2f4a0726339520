import { createSecretKey } from 'node:crypto'
import type { DossierSayings } from '../../bots/flows/dossier/dossier-sayings.ts'
import { text } from '../faults/support/scripted-turn.ts'

/** Seals the buttons of what followers are told. */
export const tapKey = createSecretKey(Buffer.alloc(32, 3))

/** "changed A:4 N. V. A***", with a button to hear no more. */
export const plainSayings: DossierSayings = {
  changed(views, lang) {
    const words = views.map(
      ({ code, status, applicant }) => `${code}:${status}${applicant ? ` ${applicant}` : ''}`,
    )
    const choices = views.flatMap(({ follow }) =>
      follow ? [{ label: 'Thôi', ref: `d.t.no.${follow.id}` }] : [],
    )
    return { ...text(`${lang === 'en' ? 'in English ' : ''}changed ${words.join(', ')}`), choices }
  },
  notice: ({ code }, kind) => text(`${kind} ${code}`),
}
