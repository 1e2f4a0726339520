import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { setUp } from './set-up.ts'

const file = `
dossier_result:
  zns:
    template_id: 293847
    data:
      ma_ho_so: '{dossier}'
      ghi_chu: 'Mời anh/chị đến nhận trước {date}'
  transaction:
    template_type: transaction_order
    elements:
      - { type: header, content: 'Hồ sơ {dossier} đã có kết quả' }
      - { type: table, content: [{ key: Mã hồ sơ, value: '{dossier}' }] }
`
const values = { dossier: 'H26.1', date: '01/12/2026' }

async function withTemplates(text: string | null = file) {
  const set = await setUp()
  if (text !== null) await writeFile(join(set.folder, 'zalo-templates.yaml'), text)
  const send = (to: { phone: string } | { userId: string }, more: object = {}) =>
    set.zalo.sendTemplate({ template: 'dossier_result', to, values, trackingId: 'd-1', ...more })
  return { ...set, send }
}

describe('a template', () => {
  it.each(['0912 345.678', '+84912345678', '84912345678'])('goes to a phone (%s)', async (phone) => {
    const { send, emulator } = await withTemplates()
    expect(await send({ phone })).toMatchObject({ ok: true, externalId: expect.any(String) })
    expect(emulator.api.templates).toEqual([
      {
        to: '84912345678',
        templateId: '293847',
        data: { ma_ho_so: 'H26.1', ghi_chu: 'Mời anh/chị đến nhận trước 01/12/2026' },
        trackingId: 'd-1',
      },
    ])
  })

  it('goes to a follower as a transaction message, also after the window is closed', async () => {
    const { send, user, emulator } = await withTemplates()
    user.follow()
    await emulator.webhook.drained()
    expect(await send({ userId: user.id })).toMatchObject({ ok: true })
    expect(JSON.stringify(user.messages()[0]?.raw)).toContain('Hồ sơ H26.1 đã có kết quả')
    expect(emulator.count('cs')).toBe(0)
  })

  it.each<[string, string | null, object, RegExp]>([
    ['there is no file', null, {}, /no template configured/],
    [
      'the file has none of this name',
      'another: { zns: { template_id: 1, data: {} } }',
      {},
      /no template configured/,
    ],
    ['a value is missing', file, { values: {} }, /asks for \{dossier\}/],
    ['the phone is none', file, { to: { phone: '12' } }, /phone/],
    ['the file is wrong', 'dossier_result: { zns: { template: 1 } }', {}, /cannot be used/],
    ['it has no such name', file, { template: '__proto__' }, /no template configured/],
  ])('is refused without a call when %s', async (_name, text, more, detail) => {
    const { send, emulator } = await withTemplates(text)
    expect(await send({ phone: '0912345678' }, more)).toMatchObject({
      error: { kind: 'permanent', detail: expect.stringMatching(detail) },
    })
    expect([emulator.count('template'), emulator.count('access_token')]).toEqual([0, 0])
  })

  it('says a message for which the window is closed, and leaves it held where there is none of its name', async () => {
    const { zalo, emulator, user } = await withTemplates()
    user.follow()
    await emulator.webhook.drained()
    const send = (name: string) =>
      zalo.channel.send({
        id: '7',
        chat: user.id,
        window: null,
        reply: { blocks: [{ kind: 'text', text: 'Có kết quả' }], template: { name, values } },
      })
    expect(await send('dossier_result')).toMatchObject({ ok: true })
    expect(JSON.stringify(user.messages()[0]?.raw)).toContain('Hồ sơ H26.1 đã có kết quả')
    expect(await send('dossier_changed')).toMatchObject({ error: { kind: 'window_closed' } })
    expect(emulator.count('cs')).toBe(0)
  })

  it('fails in the words all channels share', async () => {
    const { send, emulator, user } = await withTemplates()
    emulator.faults.add({ endpoint: 'template', fault: { kind: 'error', error: -124 } })
    expect(await send({ phone: '0912345678' })).toMatchObject({ ok: true })
    emulator.faults.add({ endpoint: 'template', fault: { kind: 'error', error: -144 } })
    expect(await send({ phone: '0912345678' })).toMatchObject({ error: { kind: 'quota' } })
    emulator.faults.add({ endpoint: 'template', fault: { kind: 'reset', when: 'after' } })
    expect(await send({ phone: '0912345678' })).toMatchObject({ error: { kind: 'unknown_outcome' } })
    expect(await send({ userId: user.id })).toMatchObject({ error: { kind: 'recipient_blocked' } })
  })

  it('that is wrong is told to the operator at the start', async () => {
    const { zalo, lines } = await withTemplates('dossier_result: { zns: { template: 1 } }')
    zalo.start()
    await zalo.stop()
    expect(lines.join('')).toMatch(/zalo-templates\.yaml:1/)
  })
})
