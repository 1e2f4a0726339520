import { Temporal } from 'temporal-polyfill'
import { afterEach, expect, it, vi } from 'vitest'
import { lookIntoDatabase } from '../end-to-end/support/look-into-database.ts'
import { createInstallation, type Installation } from '../support/start-server.ts'

const open: Installation[] = []
afterEach(async () => {
  for (const installation of open.splice(0)) await installation.remove()
})

/** Moves the clock to tomorrow's forenoon in Hanoi, since nothing goes out unasked at night. */
function toForenoon(): string {
  const now = Temporal.Now.zonedDateTimeISO('Asia/Ho_Chi_Minh')
  return now.until(now.add({ days: 1 }).withPlainTime('09:00'), { largestUnit: 'seconds' }).toString()
}

it('a reminder that came while nobody was at the terminal is shown there once, and waits for nobody', async () => {
  const offset = toForenoon()
  const installation = await createInstallation({ NOW_OFFSET: offset })
  open.push(installation)
  expect((await installation.cli(['chat'], { input: 'chào\n' })).code).toBe(0)

  const server = await installation.start()
  await lookIntoDatabase(installation, async (client) => {
    await client.query(
      `insert into reminder (conversation_id, about, text, due_at)
       select id, 'x', 'Nhắc anh/chị đi lấy kết quả.', $1 from conversation where channel = 'terminal'`,
      // By the moved clock: by the real one it may be so long past that nobody needs reminding.
      [Temporal.Now.instant().add(offset).toString()],
    )
    await server.stop()
    const again = await installation.start()
    await vi.waitFor(
      async () => {
        const { rows } = await client.query(`select status from reminder`)
        expect(rows).toEqual([{ status: 'sent' }])
      },
      { timeout: 20_000, interval: 20 },
    )
    const metrics = await (await fetch(`${again.address}/metrics`)).text()
    expect(metrics).toMatch(/^motcua_outbox_depth 0$/m)
    await again.stop()
  })

  const shown = await installation.cli(['chat'], { input: 'chào\nchào\n' })
  expect(shown.stdout.split('Nhắc anh/chị đi lấy kết quả.')).toHaveLength(2)
  expect((await installation.cli(['chat'], { input: 'chào\n' })).stdout).not.toContain('đi lấy kết quả')
}, 180_000)
