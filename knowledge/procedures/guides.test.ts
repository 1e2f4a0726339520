import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { conditionsOf } from './conditions-of.ts'
import { type GivenAnswers, holds } from './holds.ts'
import { loadProcedures } from './load-procedures.ts'
import { builtInProcedures } from './read-sources.ts'
import type { Procedure } from './schema.ts'
import { walkPaths } from './walk-paths.ts'

/** Every way through every guide that comes with the assistant. */
const today = Temporal.PlainDate.from('2026-11-21')
const { catalogue } = await loadProcedures(builtInProcedures)
const guides = catalogue.all(today).map((procedure) => ({
  procedure,
  title: `${procedure.code} ${procedure.short.vi}`,
  paths: [...walkPaths(procedure, today)],
}))

/** What applies of a list on a way through, and to the way of filing that was chosen on it. */
function applying<T extends object>(list: readonly T[], answers: GivenAnswers): T[] {
  return list.filter((item) => {
    const { when, channel = 'any' } = item as Partial<Procedure['fees'][number]>
    const filed =
      answers.channel === undefined ||
      channel === 'any' ||
      [channel].flat().some((way) => way === answers.channel)
    return filed && holds(when, answers, today) === true
  })
}

function say(answers: GivenAnswers) {
  return JSON.stringify(answers)
}

describe.each(guides)('$title', ({ procedure, paths }) => {
  const finished = paths.filter(({ leftBy }) => leftBy === undefined).map(({ answers }) => answers)

  it('comes to a result on some way, and on each way to an end', () => {
    expect(finished.length).toBeGreaterThan(0)
    expect(paths.length).toBeLessThan(5000)
  })

  it('asks at most six questions', () => {
    expect(Math.max(...paths.map(({ answers }) => Object.keys(answers).length))).toBeLessThanOrEqual(6)
  })

  it('asks every question and takes every choice on some way', () => {
    for (const question of procedure.questions) {
      const given = new Set(paths.map(({ answers }) => answers[question.id]))
      if ('choices' in question)
        expect([...given]).toEqual(expect.arrayContaining(question.choices.map(({ id }) => id)))
      else expect(given.size).toBeGreaterThan(0)
    }
  })

  it('has every condition decided at the end', () => {
    for (const { condition, path } of conditionsOf(procedure, [])) {
      const open = finished.find((answers) => holds(condition, answers, today) === undefined)
      expect(open, `${path.join('.')} stays open`).toBeUndefined()
    }
  })

  it('ends with a paper, one promised time and a fee', () => {
    for (const answers of finished) {
      expect(applying(procedure.papers, answers).length, `papers of ${say(answers)}`).toBeGreaterThan(0)
      const promised = applying(procedure.times, answers).filter(({ main }) => main)
      expect(promised.length, `times of ${say(answers)}`).toBe(1)
      expect(applying(procedure.fees, answers).length, `fees of ${say(answers)}`).toBeGreaterThan(0)
    }
  })

  it('names no amount as certain beside another for the same case', () => {
    for (const answers of finished) {
      // The way of filing tells them apart as long as it is not chosen.
      const cases = applying(procedure.fees, answers).map(
        (fee) => `${fee.case?.vi} ${answers.channel === undefined ? fee.channel : ''}`,
      )
      expect(new Set(cases).size, say(answers)).toBe(cases.length)
    }
  })

  it('shows every paper, fee, time, deadline and note to somebody', () => {
    for (const field of ['papers', 'fees', 'times', 'deadlines', 'notes'] as const) {
      const seen = new Set(finished.flatMap((answers) => applying<object>(procedure[field], answers)))
      expect(procedure[field].filter((item) => !seen.has(item))).toEqual([])
    }
  })

  it('leads only to procedures that a person can be told the name of', () => {
    for (const question of procedure.questions) {
      const choices = 'choices' in question ? question.choices : []
      for (const { leads_to: code } of choices) {
        if (code === undefined) continue
        const name =
          catalogue.find(code, today)?.short.vi ?? procedure.links.find((link) => link.code === code)?.name.vi
        expect(name, code).toBeTruthy()
      }
    }
  })
})

describe('the cases people ask about', () => {
  const papersOf = (code: string, answers: GivenAnswers) =>
    applying(catalogue.find(code, today)?.papers ?? [], answers).map(({ id }) => id)
  const feesOf = (code: string, answers: GivenAnswers) =>
    applying(catalogue.find(code, today)?.fees ?? [], answers).map(({ vnd, verified }) => ({ vnd, verified }))

  const born = (iso: string, channel: string) => ({
    ket_hon: 'roi',
    nguoi_nuoc_ngoai: 'khong',
    ngay_sinh: iso,
    lam_gop: 'rieng',
    giay_chung_sinh: 'co',
    channel,
  })

  it('registers a birth for nothing up to the sixtieth day, and online after it', () => {
    expect(feesOf('1.001193', born('2026-09-22', 'direct'))).toEqual([{ vnd: 0, verified: true }])
    expect(feesOf('1.001193', born('2026-09-21', 'online'))).toEqual([{ vnd: 0, verified: true }])
  })

  it('does not name an amount for a late birth at the counter', () => {
    const [late, exempt] = feesOf('1.001193', born('2026-09-21', 'direct'))
    expect(late).toEqual({ vnd: null, verified: false })
    expect(exempt).toEqual({ vnd: 0, verified: true })
  })

  it('wants no form of those who file online', () => {
    expect(papersOf('1.001193', born('2026-11-10', 'online'))).toEqual([
      'giay_chung_sinh',
      'so_dinh_danh',
      'giay_ket_hon',
    ])
    expect(papersOf('1.001193', born('2026-11-10', 'direct'))).toContain('to_khai')
    expect(papersOf('1.001193', born('2026-11-10', 'post'))).toContain('ban_sao_tuy_than')
  })

  it('tells nobody to leave the certificate of birth or the death notice at home', () => {
    for (const [code, id] of [
      ['1.001193', 'giay_chung_sinh'],
      ['3.000722', 'giay_chung_sinh'],
      ['1.000656', 'giay_bao_tu'],
    ] as const) {
      expect(catalogue.find(code, today)?.papers.find((paper) => paper.id === id)?.not_needed).toEqual([])
    }
  })

  const dead = (iso: string, channel: string) => ({
    nguoi_mat: 'trong_nuoc',
    gop_khai_tu: 'rieng',
    nop_thay: 'tu_nop',
    noi_mat: 'tai_nha',
    ngay_mat: iso,
    channel,
  })

  it('registers a death for nothing up to the fifteenth day', () => {
    expect(feesOf('1.000656', dead('2026-11-06', 'direct'))[0]).toEqual({ vnd: 0, verified: true })
    expect(feesOf('1.000656', dead('2026-11-05', 'direct'))[0]).toEqual({ vnd: null, verified: false })
  })

  it('takes no fee from a child for its residence, and the police amount from others', () => {
    const child = { tuoi: 3, da_khai_sinh: 'roi', o_cung: 'cha_me', channel: 'direct' }
    expect(feesOf('1.004222', child)).toEqual([{ vnd: 0, verified: true }])
    const adult = { tuoi: 35, cho_o: 'nguoi_than', mien_le_phi: 'khong' }
    expect(feesOf('1.004222', { ...adult, channel: 'direct' })).toEqual([{ vnd: 20_000, verified: true }])
    expect(feesOf('1.004222', { ...adult, channel: 'online' })).toEqual([
      { vnd: 10_000, verified: true },
      { vnd: null, verified: false },
    ])
  })

  it.each([
    [75, 'luong_huu'],
    [74, 'ho_ngheo'],
    [69, 'chua_du_70'],
  ])('asks about a social pension at %i what its age needs', (tuoi, question) => {
    const asked = catalogue.find('1.014027', today)?.questions.find(({ id }) => id === question)?.when
    expect(holds(asked, { viec_tro_cap: 'huong', tuoi }, today)).toBe(true)
    const entitled = {
      viec_tro_cap: 'huong',
      luong_huu: 'khong',
      ho_ngheo: 'khong',
      tro_cap_khac: 'khong',
      tuoi,
    }
    const notes = applying(catalogue.find('1.014027', today)?.notes ?? [], entitled)
    expect(notes.some(({ text }) => text.vi.includes('thuộc diện được hưởng'))).toBe(tuoi >= 75)
  })

  it('asks for a notarised lease for permanent residence only', () => {
    const permanent = { tuoi: 35, cho_o: 'thue', mien_le_phi: 'khong', channel: 'direct' }
    expect(papersOf('1.004222', permanent)).toEqual(['ct01', 'y_kien_chu_nha', 'hop_dong_o', 'dien_tich'])
    const lease = (code: string) =>
      catalogue.find(code, today)?.papers.find(({ id }) => id === 'hop_dong_o')?.name.vi
    expect(lease('1.004222')).toContain('có công chứng')
    expect(lease('1.004194')).toContain('không phải công chứng')
  })
})
