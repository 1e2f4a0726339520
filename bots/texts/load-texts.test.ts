import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadTexts } from './load-texts.ts'

async function withOwn(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'texts-'))
  await mkdir(join(folder, 'texts'))
  await writeFile(join(folder, 'texts', 'vi.yaml'), text)
  return loadTexts(import.meta.dirname, folder)
}

describe("the ward's own words", () => {
  it('may leave placeholders out, and turn their order', async () => {
    const { texts, problems } = await withOwn('case.between: "{unit}: {least}"\n')
    expect(problems).toEqual([])
    expect(texts.text('case.between', 'vi', { least: 6, most: 13, unit: 'tuổi' })).toBe('tuổi: 6')
  })

  it.each([
    [
      'case.or: "{one} hay {other} {abc}"',
      '{abc} is no placeholder of this text, which takes {one}, {other}',
    ],
    ['case.or: "{một} hay {other}"', '{một} is no placeholder of this text, which takes {one}, {other}'],
    ['hedge: "Xin hỏi {ward}."', '{ward} is no placeholder of this text, which takes none'],
    ['hegde: Xin hỏi lại.', 'there is no such text'],
    ['hedge: null', 'a text cannot be removed'],
  ])('are set aside with the line and what would be right: %s', async (line, message) => {
    const { texts, problems } = await withOwn(`# Lời của phường\n${line}\n`)
    const key = line.split(':', 1)[0]
    expect(problems).toEqual([expect.stringMatching(`texts/vi\\.yaml:2: ${key}: `)])
    expect(problems[0]).toContain(message)
    expect(texts.text('case.or', 'vi')).toBe('{one} hoặc {other}')
  })
})
