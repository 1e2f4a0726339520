import { z } from 'zod'

/** More are sent in several calls. */
export const mostDossiers = 1_000

/** Any value: what is wrong with one dossier is told of it alone, and holds up no other. */
const field = (description: string, example: unknown) =>
  z
    .unknown()
    .optional()
    .meta({ description, examples: [example] })

const dossier = z
  .looseObject({
    code: field('As on the receipt; required', 'H26.15.3-261120-0012'),
    status: field('1 to 10, or its name (TrangThaiHoSo); required', 4),
    status_at: field('Since when it has this status', '2026-11-21T09:30:00+07:00'),
    procedure: field("The procedure's code, or its name", '1.001193'),
    applicant: field('Name of the applicant', 'Nguyễn Thị Hà'),
    phone: field('Of the applicant; only a keyed hash and two digits are kept', '0912345678'),
    id_last4: field('The last four digits of the identity number; only a keyed hash is kept', '4567'),
    received_at: field(
      'ISO, or dd/MM/yyyy with or without HH:mm, in Hanoi unless it says otherwise',
      '2026-11-20',
    ),
    due_at: field('When the result is promised; a day without an hour counts to its end', '27/11/2026'),
    unit: field('Slug or name of the ward or commune; one that is not served here is rejected', 'hoan-kiem'),
    note: field('What the applicant should know', 'Thiếu giấy chứng sinh'),
    papers: field('What is to be supplied, with status 5', ['Giấy chứng sinh']),
    supply_by: field('Until when', '2026-12-01'),
    fee_due: field('What is to be paid, in đồng, with status 6', 135000),
    result: field('What the result is and where it lies', 'Giấy khai sinh, quầy 3'),
    apology_at: field('When the letter of apology for a delay was written', '2026-11-26'),
  })
  .meta({ description: 'What is absent or null is left as it is' })

export const pushBody = z.object({
  sent_at: z.iso.datetime({ offset: true }).meta({
    description: 'When this was said; what was said later stands against it, in whatever order they come',
    examples: ['2026-11-21T09:30:05+07:00'],
  }),
  dossiers: z.array(dossier).max(mostDossiers),
})

export const pushResult = z.object({
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.array(z.object({ index: z.int(), reason: z.string() })),
})
