import { z } from 'zod'
import { writtenWording } from '../matching/written-wording.ts'

const text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) })

const step = z.strictObject({
  code: z.string().min(1).describe('The procedure, as its file is called'),
  why: text.describe('When it is this one, in one short line'),
  together: z.boolean().default(false).describe('Can be done at the same time as the one before it'),
})

const event = z.strictObject({
  name: text,
  opening: text
    .optional()
    .describe('A sentence to the person before anything else: condolences, congratulations'),
  says: z.array(writtenWording).min(1).describe('How people tell of it, in the form of `intents.yaml`'),
  steps: z.array(step).min(2).max(6),
})

/** The shape of `data/life-events.yaml`. */
export const lifeEventsFile = z.strictObject({
  events: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), event),
})

/** Something that happens in a person's life, and the procedures it brings in the order they are best done. */
export type LifeEvent = z.infer<typeof event> & { id: string }
