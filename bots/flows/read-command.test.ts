import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../knowledge/matching/fold.ts'
import { loadTexts } from '../texts/load-texts.ts'
import { createCommands } from './read-command.ts'

const {
  texts: { commands },
} = await loadTexts(fileURLToPath(new URL('../texts', import.meta.url)))
const read = createCommands(commands)
const command = (text: string) => read(text, true)

describe('createCommands', () => {
  it.each([
    ['dừng', 'stop'],
    ['Dừng.', 'stop'],
    ['dạ dừng ạ', 'stop'],
    ['dung lai', 'stop'],
    ['dung lai a', 'stop'],
    ['em muốn dừng lại ạ', 'stop'],
    ['thôi', 'leave'],
    ['thoi', 'leave'],
    ['thôi ạ', 'leave'],
    ['nghỉ', 'leave'],
    ['/stop', 'stop'],
    ['/stop@motcua_bot', 'stop'],
    ['quay lại', 'back'],
    ['nhầm rồi, quay lại', 'back'],
    ['quay lai', 'back'],
    ['QUAY LẠI ĐI', 'back'],
    ['quay lại'.normalize('NFD'), 'back'],
    ['từ đầu', 'restart'],
    ['cho em làm lại từ đầu nhé', 'restart'],
    ['i want to start over', 'restart'],
    ['giúp em với', 'help'],
    ['giúp', 'help'],
    ['tôi không hiểu', 'help'],
    ['k hiểu', 'help'],
    ['nhắc lại giúp em', 'repeat'],
    ['say again please', 'repeat'],
    ['gặp cán bộ', 'human'],
    ['em cần gặp người ạ', 'human'],
    ['cho tôi nói chuyện với cán bộ', 'human'],
    ['Talk to an official', 'human'],
    ['can I talk to a person please', 'human'],
    ['/human', 'human'],
    ['/lang', 'language'],
    ['đổi ngôn ngữ', 'language'],
  ])('%s', (text, meant) => {
    expect(command(text)).toBe(meant)
  })

  it.each([
    'đúng',
    'đúng ạ',
    'dạ đúng ạ',
    'dạ đúng',
    'dung',
    'da dung a',
    'đứng',
    'dùng',
    'thời',
    'thổi',
    'nghĩ',
    'từ đâu',
    'từ đâu ạ?',
    'dừng trợ cấp',
    'không dừng',
    'gặp người nước ngoài',
    'làng',
    'em',
    'dạ',
    '',
    '   ',
    '/',
    '/stopp',
    'dừng '.repeat(30),
  ])('%j is none', (text) => {
    expect(command(text)).toBeUndefined()
  })

  it('takes "dung" for "dừng" where "đúng" would be no answer', () => {
    expect(read('dung', false)).toBe('stop')
    expect(read('dung a', false)).toBe('stop')
    expect(read('đúng', false)).toBeUndefined()
    expect(command('dung lai da')).toBe('leave')
  })

  const wordings = Object.entries(commands).flatMap(([name, list]) => list.map((wording) => [name, wording]))

  it('knows each of its wordings, as written and without diacritics', () => {
    for (const [name, wording = ''] of wordings) {
      expect([wording, command(wording)]).toEqual([wording, name])
      if (wording !== 'dừng') expect([wording, command(fold(wording))]).toEqual([wording, name])
    }
  })

  it('never throws, and takes nothing long for a command', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => command(text) !== null))
    expect(command(`${' '.repeat(60)}dừng`)).toBeUndefined()
  })
})
