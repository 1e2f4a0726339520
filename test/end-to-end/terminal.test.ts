import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createInstallation, type Installation } from '../support/start-server.ts'
import { processesIn } from './support/processes-in.ts'
import { tenDaysAgo } from './support/ten-days-ago.ts'

const checkout = resolve(import.meta.dirname, '../..')
const script = '/usr/bin/script'

describe('a conversation in the terminal', { timeout: 180_000 }, () => {
  let installation: Installation
  beforeAll(async () => {
    installation = await createInstallation({}, { embedded: true })
  })
  afterAll(() => installation.remove())

  async function talk(lines: readonly string[], args: readonly string[] = []): Promise<string[]> {
    const { code, stdout, stderr } = await installation.cli(['chat', ...args], { input: lines.join('\n') })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toBe(stdout.normalize('NFC'))
    return stdout.split('\n\n').filter(Boolean)
  }

  const toTheEnd = ['1', 'k ạ', tenDaysAgo(), 'chỉ làm khai sinh', 'số 1', '2)']

  it('goes from the first words to the end of the guide, each message a block', async () => {
    const blocks = await talk(['em mới sinh cháu, muốn làm giấy khai sinh', ...toTheEnd])
    expect(blocks).toHaveLength(9)
    expect(blocks[0]).toContain('phần mềm')
    expect(blocks[1]).toBe(
      [
        'Trợ lý giúp anh/chị chuẩn bị “Giấy khai sinh”, hỏi từng câu một.',
        'Bước 1/6 · Cha mẹ cháu đã đăng ký kết hôn chưa?',
        '  1. Đã đăng ký kết hôn',
        '  2. Chưa đăng ký',
        '  3. Bị bỏ rơi, chưa rõ cha mẹ',
      ].join('\n'),
    )
    const [papers, facts] = blocks.slice(-2)
    expect(papers).toContain('Giấy tờ cần chuẩn bị: Giấy khai sinh\n☐ Tờ khai đăng ký khai sinh')
    expect(papers).toContain('  1. ☐ Tờ khai đăng ký khai sinh')
    for (const label of [
      'Nộp ở đâu: ',
      'Giờ làm việc: ',
      'Lệ phí: ',
      'Thời gian giải quyết: ',
      'Hẹn trả: ',
      'https://',
    ])
      expect(facts).toContain(label)
    expect(facts).toMatch(/^ {2}\d\. Nhắc tôi$/m)
    expect(facts).toContain('  – Gặp cán bộ')
    expect(await processesIn(installation)).toEqual([])
  })

  it('goes on where it was in another run, with the server running or not', async () => {
    const name = ['--as', 'Bà Sáu – số 5']
    await talk(['làm giấy khai sinh', '1'], name)
    expect((await talk(['nhắc lại'], name)).at(-1)).toContain('Bước 2/6 · Cha hoặc mẹ cháu')
    const server = await installation.start()
    expect((await talk(['không'], name)).at(-1)).toContain('Bước 3/6 · Cháu sinh ngày nào')
    expect((await talk(['chào'])).at(-1)).not.toContain('Bước')
    await vi.waitFor(async () => expect((await server.health()).status).toBe('ok'))
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    expect((await talk([tenDaysAgo().replaceAll('/', '.')], name)).at(-1)).toContain('Bước 4/6')
  })

  it.each([
    ['an empty line', '', 'chưa đọc được chữ nào'],
    ['100,000 characters', 'ă'.repeat(100_000), 'chưa hiểu'],
    ['emoji alone', '😀🇻🇳', 'chưa'],
    ['combining marks alone', '\u0301\u0303', 'chưa đọc được chữ nào'],
    ['bytes that are no text', '\u0000\u0007\u001b[2J', 'chưa'],
    ['decomposed Unicode', 'Đã đăng ký kết hôn'.normalize('NFD'), 'Bước 2/6'],
  ])('answers %s', async (_what, line, answer) => {
    const blocks = await talk(['làm giấy khai sinh', line, ''].slice(0, line ? 2 : 3), [
      '--as',
      `odd ${_what}`,
    ])
    expect(blocks).toHaveLength(3)
    expect(blocks[2]).toContain(answer)
  })

  it('takes lines of Windows, and a last one without an end', async () => {
    const blocks = await talk(['làm giấy khai sinh\r', '1\r', 'k ạ'], ['--as', 'windows'])
    expect(blocks.at(-1)).toContain('Bước 3/6')
  })

  it('says nothing when nothing is said', async () => {
    expect(await talk([], ['--as', 'silent'])).toEqual([])
  })

  it.skipIf(!existsSync(script))(
    'shows a person at a terminal colours and a prompt, and leaves nothing behind on Ctrl-C',
    async () => {
      const command = [
        process.execPath,
        '--disable-warning=ExperimentalWarning',
        join(checkout, 'server/cli/main.ts'),
      ]
      const child = spawn(script, ['-qec', `exec ${command.join(' ')} chat --as person`, '/dev/null'], {
        cwd: installation.folder,
        env: { ...installation.settings, TERM: 'xterm' },
      })
      let shown = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        shown += text
      })
      const ended = new Promise((resolve) => child.once('close', resolve))
      const shows = (text: string) => vi.waitFor(() => expect(shown).toContain(text), { timeout: 20_000 })
      await shows('\u001b[31m› ')
      expect(shown).toContain('phần mềm')
      child.stdin.write('làm giấy khai sinh\r')
      await shows('\u001b[31m  1. Đã đăng ký kết hôn')
      child.stdin.write('\u0003')
      expect(await ended).toBe(0)
      expect(await processesIn(installation)).toEqual([])
    },
  )
})
