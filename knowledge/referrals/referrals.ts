import { z } from 'zod'
import { writtenWording } from '../matching/written-wording.ts'

const said = z.string().min(1).max(260)

const referral = z.strictObject({
  says: z.array(writtenWording).min(1).describe('How people ask for it, in the form of `intents.yaml`'),
  answer: z
    .strictObject({ vi: said, en: said })
    .describe('Whose business it is and the door to knock on, in one or two plain sentences'),
  source: z.string().min(1),
  verified: z.boolean(),
})

/** The shape of `data/referrals.yaml`. */
export const referralsFile = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), referral)

/** Whose business something is that is not the ward's. */
export type Referral = z.infer<typeof referral> & { id: string }
