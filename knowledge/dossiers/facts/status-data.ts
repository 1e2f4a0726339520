import { z } from 'zod'
import { indexWordings } from './index-wordings.ts'

const said = z.strictObject({ vi: z.string().trim().min(1).max(300), en: z.string().trim().min(1).max(300) })

const step = z.strictObject({ id: z.string().min(1), name: said })

const status = z.strictObject({
  name: said.describe('The official name'),
  short: said.describe('In few plain words, for within a sentence'),
  plain: said.describe('What it means, in one sentence'),
  todo: said.describe('What the citizen should do now, in one sentence'),
  clock: z.enum(['not_started', 'running', 'paused', 'stopped', 'done', 'closed', 'none']),
  rank: z.int().min(0).max(4).describe('How far it is; 3 and 4 are the end of the handling'),
  step: z.string(),
  mark: z.enum(['now', 'waiting', 'ended', 'done']).describe('How its step is drawn'),
  wordings: z.array(z.string().trim().min(1)).describe('How else import files name it'),
})

/** The shape of `data/statuses.yaml`, which explains its words. */
export const statusFile = z
  .strictObject({
    steps: z.array(step).min(1),
    statuses: z.strictObject({
      1: status,
      2: status,
      3: status,
      4: status,
      5: status,
      6: status,
      7: status,
      8: status,
      9: status,
      10: status,
    }),
  })
  .check(({ value, issues }) => {
    const reject = (path: PropertyKey[], message: string) =>
      issues.push({ code: 'custom', input: value, path: ['statuses', ...path], message })
    for (const [number, { step }] of Object.entries(value.statuses)) {
      if (value.steps.every(({ id }) => id !== step)) reject([number, 'step'], `there is no step ${step}`)
    }
    for (const { wording, status, other } of indexWordings(value.statuses).doubles) {
      reject([String(status), 'wordings'], `"${wording}" is status ${other} too`)
    }
  })

export type StatusFacts = z.infer<typeof status>
export type StepFacts = z.infer<typeof step>
