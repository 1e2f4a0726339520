import { describe, expect, it } from 'vitest'
import { createLog } from './log.ts'

function record(level: Parameters<typeof createLog>[0] = 'info') {
  const lines: string[] = []
  return { log: createLog(level, { write: (line) => lines.push(line) }), lines }
}

describe('the log', () => {
  it('writes one JSON line with the time and the level as a word', () => {
    const { log, lines } = record()
    log.info({ conversation: 'c-7f' }, 'turn done')
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      conversation: 'c-7f',
      msg: 'turn done',
    })
  })

  it('keeps to its level', () => {
    const { log, lines } = record('warn')
    log.info('quiet')
    log.warn('heard')
    expect(lines).toHaveLength(1)
  })

  it.each(['token', 'cookie', 'authorization', 'phone', 'text', 'secret', 'url'])(
    'hides %s that got in by mistake, one level down too',
    (name) => {
      const { log, lines } = record()
      log.info({ [name]: '0912345678', inner: { [name]: '0912345678' } }, 'x')
      expect(lines[0]).not.toContain('0912345678')
    },
  )

  it('tells of an error what it is and where, not what a database quotes', () => {
    const { log, lines } = record()
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (chat)=(0912345678)',
    })
    log.error({ err: new Error('storing failed', { cause }) }, 'x')
    const { err } = JSON.parse(lines[0] ?? '')
    expect(err).toMatchObject({
      message: 'storing failed',
      cause: { code: '23505', message: 'duplicate key' },
    })
    expect(err.stack).toContain('log.test.ts')
    expect(lines[0]).not.toContain('0912345678')
  })

  it('takes what is thrown though it is no error', () => {
    const { log, lines } = record()
    log.error({ err: 'just words about 0912345678' }, 'x')
    expect(JSON.parse(lines[0] ?? '').err).toEqual({ type: 'string' })
  })
})
