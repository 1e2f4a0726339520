import type { DraftPart, PartWords } from '../draft-part.ts'
import { momentStep } from './moment-step.ts'

/** Until when it is worth being sent. */
export function expiryPart({ both }: PartWords): DraftPart {
  return {
    id: 'expiry',
    steps: [
      momentStep({
        id: 'expiry',
        ask: both('desk.ask.expiry'),
        offers: () => [{ id: 'none', label: both('desk.expiry.none'), wayOut: true }],
        dayEnds: true,
      }),
    ],
    change: ({ answers: { expiry } }) => ({
      fields: { expiresAt: expiry === 'none' ? null : String(expiry) },
    }),
  }
}
