import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { wakeForPushes } from './wake-for-pushes.ts'

async function wokenAt(due: string, now: string): Promise<string[]> {
  const wakes: string[] = []
  const queues = {
    async wake(_name: string, _key: string, { at }: { at?: Temporal.Instant } = {}) {
      wakes.push(`${at}`)
    },
  }
  const instant = (time: string) => Temporal.Instant.from(`2026-11-30T${time}Z`)
  await wakeForPushes({ queues, clock: { now: () => instant(now) } }, instant(due))
  return wakes
}

it('what is due in one second shares a wake-up', async () => {
  for (const due of ['02:00:05.001', '02:00:05.7', '02:00:06'])
    expect(await wokenAt(due, '02:00:04')).toEqual(['2026-11-30T02:00:06Z'])
})

it.each(['02:00:06', '02:00:06.001', '02:00:06.9'])(
  'what is heard of at %s, when it is due already, has a wake-up that is still to come',
  async (now) => {
    expect(await wokenAt('02:00:06', now)).toEqual(['2026-11-30T02:00:07Z'])
  },
)
