import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { zaloThrough } from './log-in.ts'
import { hear, listen } from './set-up.ts'

it('runs as a process of its own, controlled from outside', async () => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `${import.meta.dirname}/main.ts`],
    { env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await once(child.stdout, 'data')
  const { url, credentials } = JSON.parse(String(line))
  async function control(op: string, payload: object = {}) {
    const response = await fetch(`${url}/control/${op}`, { method: 'POST', body: JSON.stringify(payload) })
    return (await response.json()) as { ok: boolean; result?: unknown; description?: string }
  }
  const api = await zaloThrough({ url }).login(credentials)
  api.listener.on('error', () => {})
  const heard = hear(api)
  await listen(api)
  const first = new Promise((resolve) => api.listener.once('message', resolve))
  const { result: id } = await control('send', { person: 'Lan', text: 'chào' })
  await first
  expect(heard[0]?.data.msgId).toBe(id)
  await api.sendMessage('Chào chị', heard[0]?.threadId ?? '')
  expect(await control('next', { person: 'Lan' })).toMatchObject({ ok: true, result: { text: 'Chào chị' } })
  const closed = new Promise((resolve) => api.listener.once('closed', resolve))
  expect(await control('drop', { code: 3003 })).toEqual({ ok: true, result: 1 })
  expect(await closed).toBe(3003)
  expect(await control('state')).toMatchObject({
    result: { sent: 1, logins: 1, open: 0, opened: 1, strays: [] },
  })
  expect(await control('nothing')).toEqual({ ok: false, description: 'no op "nothing"' })
  child.kill('SIGTERM')
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
})
