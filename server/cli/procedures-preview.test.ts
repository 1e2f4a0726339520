import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { keepCopy, signatureOf } from '../load-in-force.ts'
import { previewProcedure, readAnswers } from './procedures-preview.ts'

describe('--answers', () => {
  it.each([
    ['one by one', ['a=x', 'b=y'], { a: 'x', b: 'y' }],
    ['joined by commas', ['a=x,b=y, c=z'], { a: 'x', b: 'y', c: 'z' }],
    [
      'with commas and signs of their own',
      ['noi_o=Số 5, ngõ 3, phố Huế,channel=online', 'viet= a=b '],
      { noi_o: 'Số 5, ngõ 3, phố Huế', channel: 'online', viet: 'a=b' },
    ],
    ['several of several', ['muon=ban+rap'], { muon: 'ban+rap' }],
  ])('are read %s', (_, pairs, expected) => {
    expect(Object.fromEntries(readAnswers(pairs))).toEqual(expected)
  })

  it.each(['', 'a', 'a=', 'a= ', '=x', 'một hai=x'])('are refused when %j', (pair) => {
    expect(() => readAnswers([pair])).toThrow('--answers takes question=answer')
  })
})

describe('procedures preview', { timeout: 180_000 }, () => {
  async function createWard() {
    const dataDir = await mkdtemp(join(tmpdir(), 'preview-'))
    const config = { units: ['hoan-kiem'], dataDir, knowledgeDir: join(dataDir, 'knowledge') }
    await mkdir(config.knowledgeDir)
    const write = async (name: string, text: string) => {
      await writeFile(join(dataDir, name), text)
      return join(dataDir, name)
    }
    const look = async (target: string, lang: 'vi' | 'en' = 'vi') => {
      const printed: string[] = []
      const clock = { now: () => Temporal.Instant.from('2026-11-21T10:00+07:00') }
      await previewProcedure({ config, clock, print: (_, said) => printed.push(said) }, target, { lang })
      return printed.join('\n')
    }
    return { config, write, look }
  }

  it('says in words when a question is asked, and as the file has it where there are none', async () => {
    const { look } = await createWard()
    const birth = await look('1.001193', 'en')
    expect(birth).toMatch(/^ten_cha: .* \(only asked when “.*\?”: Not registered.*\)$/m)
    const residence = await look('1.004222')
    expect(residence).toContain('(chỉ hỏi khi { not: { tuoi: { at_most: 5 }, o_cung: cha_me } })')
  })

  it("shows a file among the ward's others as they are in force: their last good copies", async () => {
    const { config, write, look } = await createWard()
    const point = 'units: { hoan-kiem: { one_stop: { address: 1 phố Thử } } }\n'
    await write('knowledge/service-points.yaml', point)
    await keepCopy(config, await signatureOf(config.knowledgeDir))
    await write('knowledge/service-points.yaml', `${point}colour: red\n`)
    const template = join(import.meta.dirname, '../../knowledge/procedures/template.yaml')
    const text = (await readFile(template, 'utf8')).replaceAll('CODE', 'local.ban-ghe')
    const file = await write('local.ban-ghe.yaml', text)
    expect(await look(file)).toContain('1 phố Thử')

    // A link, as some keep their files.
    await mkdir(join(config.dataDir, 'elsewhere'))
    await symlink('../local.ban-ghe.yaml', join(config.dataDir, 'elsewhere/local.ban-ghe.yaml'))
    expect(await look(join(config.dataDir, 'elsewhere/local.ban-ghe.yaml'))).toContain('1 phố Thử')

    const bad = await write('local.ban-ghe.yaml', text.replace(/^field:/m, 'feild:'))
    await expect(look(bad)).rejects.toMatchObject({
      code: 'bad_data',
      message: expect.stringMatching(/^\S*preview-\S*\/local\.ban-ghe\.yaml:\d+: .*feild: no such field/),
    })
  })
})
