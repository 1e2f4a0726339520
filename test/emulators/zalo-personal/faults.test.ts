import { describe, expect, it } from 'vitest'
import { refusals } from './faults.ts'
import { setUp } from './set-up.ts'

const sms = '/api/message/sms'

describe('faults', () => {
  it.each(Object.entries(refusals))('refuse as Zalo does: %s', async (_, fault) => {
    const { emulator, api } = await setUp()
    const lan = emulator.person('Lan')
    emulator.faults.add({ path: sms, fault })
    emulator.faults.add({ path: sms, fault: { ...fault, where: 'inside' } })
    const { code, message } = fault
    await expect(api.sendMessage('chào', lan.id)).rejects.toMatchObject({ code, message })
    await expect(api.sendMessage('chào', lan.id)).rejects.toMatchObject({ code, message })
    await api.sendMessage('chào', lan.id)
    expect(lan.messages()).toHaveLength(1)
  })

  it('strike a path, a person, every so often, so many times', async () => {
    const { emulator, api } = await setUp()
    const [lan, mai] = [emulator.person('Lan'), emulator.person('Mai')]
    const lift = emulator.faults.add({
      path: /message/,
      to: lan.id,
      every: 2,
      times: 5,
      fault: refusals.tooMany,
    })
    const outcomes: boolean[] = []
    const send = async (to: string) =>
      outcomes.push(
        await api.sendMessage('chào', to).then(
          () => true,
          () => false,
        ),
      )
    for (const to of [lan.id, mai.id, lan.id, lan.id, mai.id, lan.id]) await send(to)
    expect(outcomes).toEqual([true, true, false, true, true, false])
    lift()
    emulator.faults.add({ fault: refusals.session, times: 3 })
    emulator.faults.clear()
    await send(lan.id)
    expect(outcomes.at(-1)).toBe(true)
    expect(emulator.faults.struck.get('error')).toBe(2)
    expect(emulator.counts.get(sms)).toBe(7)
  })

  it.each([
    ['a status', { kind: 'status', status: 502 }, 0],
    ['junk before', { kind: 'junk', when: 'before' }, 0],
    ['junk after', { kind: 'junk', when: 'after' }, 1],
    ['a reset before', { kind: 'reset', when: 'before' }, 0],
    ['a reset after acceptance', { kind: 'reset', when: 'after' }, 1],
  ] as const)('break the answer: %s', async (_, fault, arrived) => {
    const { emulator, api } = await setUp()
    const lan = emulator.person('Lan')
    emulator.faults.add({ path: sms, fault })
    await expect(api.sendMessage('chào', lan.id)).rejects.toThrow()
    expect(lan.messages()).toHaveLength(arrived)
  })

  it('hold an answer back, with or without its effect', async () => {
    const { emulator, api } = await setUp()
    const lan = emulator.person('Lan')
    emulator.faults.add({ path: sms, fault: { kind: 'hang', when: 'after' } })
    void api.sendMessage('một', lan.id).catch(() => {})
    expect(await lan.next()).toMatchObject({ text: 'một' })
    emulator.faults.add({ path: sms, fault: { kind: 'hang', when: 'before', ms: 1 } })
    await api.sendMessage('hai', lan.id)
    expect(await lan.next()).toMatchObject({ text: 'hai' })
  })
})
