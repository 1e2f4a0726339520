import {
  appendFile,
  chmod,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../../server/errors.ts'
import { scratchFolder } from '../../../../test/support/sheet-files.ts'
import type { ImportReport } from '../import-report.ts'
import { attemptsAt } from './attempts-at.ts'
import type { LeftAlone, Seen } from './find-settled.ts'
import { lookIntoFolder, type WatchOptions } from './look-into-folder.ts'

let folder: Awaited<ReturnType<typeof scratchFolder>>
let imported: string[]
let lock: { held: boolean; asked: number }
beforeEach(async () => {
  folder = await scratchFolder()
  imported = []
  lock = { held: false, asked: 0 }
})
afterEach(() => folder.remove())

async function alone<T>(work: () => Promise<T>): Promise<T | undefined> {
  lock.asked += 1
  if (lock.held) return undefined
  lock.held = true
  return work().finally(() => {
    lock.held = false
  })
}

const report: ImportReport = { read: 1, inserted: 1, updated: 0, unchanged: 0, rejected: [], warnings: [] }

function look(before: Seen = new Map(), more: Partial<WatchOptions> = {}): Promise<Seen> {
  return lookIntoFolder(before, {
    dataDir: folder.path,
    alone,
    now: () => '2026-11-22T03:00:00.000Z',
    async importFile(path) {
      imported.push(await readFile(path, 'utf8'))
      return report
    },
    ...more,
  })
}

const inside = (...path: string[]) => join(folder.path, 'import', ...path)

/** All files below `import`, by their paths from there. */
async function files(): Promise<string[]> {
  const found = await readdir(inside(), { recursive: true, withFileTypes: true })
  return found
    .filter((one) => !one.isDirectory())
    .map((one) => join(one.parentPath, one.name).slice(inside().length + 1))
    .sort()
}

async function put(name: string, text = name): Promise<void> {
  await mkdir(inside(), { recursive: true })
  await writeFile(inside(name), text)
}

describe('the folder DATA_DIR/import', () => {
  it('is made for us alone, with what is in it', async () => {
    await look()
    for (const name of ['.', 'working', 'done', 'failed'])
      expect((await stat(inside(name))).mode & 0o777).toBe(0o700)
  })

  it('has a file imported at the second look, and laid away with its report', async () => {
    await put('a.csv')
    const seen = await look()
    expect([imported, await files()]).toEqual([[], ['a.csv']])
    await look(seen)
    expect(imported).toEqual(['a.csv'])
    expect(await files()).toEqual(['done/a.csv', 'done/a.csv.report.json'])
    expect(JSON.parse(await readFile(inside('done/a.csv.report.json'), 'utf8'))).toEqual({
      file: 'a.csv',
      at: '2026-11-22T03:00:00.000Z',
      ...report,
    })
  })

  it('has a file that grows left alone until it does not', async () => {
    await put('a.csv', '1')
    let seen = await look()
    await appendFile(inside('a.csv'), '2')
    seen = await look(seen)
    expect(imported).toEqual([])
    await look(seen)
    expect(imported).toEqual(['12'])
  })

  it('has one that cannot be read laid away with the reason, and others go on', async () => {
    await put('a.csv')
    await put('b.csv')
    const outcomes: unknown[] = []
    const broken = {
      async importFile(path: string) {
        if (path.endsWith('a.csv')) throw new AppError('bad_data', 'the file is empty')
        return report
      },
      onSettled: (outcome: unknown) => void outcomes.push(outcome),
    }
    await look(await look(), broken)
    expect(await files()).toEqual([
      'done/b.csv',
      'done/b.csv.report.json',
      'failed/a.csv',
      'failed/a.csv.report.json',
    ])
    const told = JSON.parse(await readFile(inside('failed/a.csv.report.json'), 'utf8'))
    expect(told).toMatchObject({ error: 'the file is empty' })
    expect(outcomes).toEqual([expect.any(AppError), report])
  })

  it('has what broke us laid away too, saying no more than that', async () => {
    await put('a.csv')
    await look(await look(), { importFile: () => Promise.reject(new TypeError('Nguyễn Văn An')) })
    const told = await readFile(inside('failed/a.csv.report.json'), 'utf8')
    expect(told).toContain('the log says')
    expect(told).not.toContain('An')
  })

  it.each([
    ['the database was away', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['the import was stopped', new AppError('unavailable', 'stopped')],
    ['it was killed', null],
  ])('takes a file up again when %s', async (_, error) => {
    if (error) {
      await put('a.csv')
      await expect(look(await look(), { importFile: () => Promise.reject(error) })).rejects.toBe(error)
    } else {
      await look()
      await put('a.csv')
      await rename(inside('a.csv'), inside('working/a.csv'))
    }
    expect(await files()).toEqual(['working/a.csv'])
    await look()
    expect(imported).toEqual(['a.csv'])
    expect(await files()).toEqual(['done/a.csv', 'done/a.csv.report.json'])
  })

  it('numbers what has the name of something that lies there', async () => {
    for (let n = 0; n < 3; n++) {
      await put('tháng 11.csv', String(n))
      await look(await look())
    }
    expect(imported).toEqual(['0', '1', '2'])
    expect((await files()).filter((name) => name.endsWith('.csv'))).toEqual([
      'done/tháng 11 (2).csv',
      'done/tháng 11 (3).csv',
      'done/tháng 11.csv',
    ])
  })

  it('has room for the longest name there is', async () => {
    const name = `${'ă'.repeat(120)}.csv`
    await put(name, 'x')
    await look(await look())
    expect(imported).toEqual(['x'])
    expect((await files()).filter((one) => one.endsWith('.report.json'))).toHaveLength(1)
  })

  it('has one given up that was being read when two processes ended, and others go on', async () => {
    await put('a.csv', 'bomb')
    await put('b.csv')
    const seen = await look()
    const begun: string[] = []
    // A process that ends leaves its work as it stands: neither done nor thrown.
    const crash = (before: Seen) =>
      new Promise<void>((crashed) => {
        void look(before, {
          // Its lock goes with it.
          alone: (work) => work(),
          importFile(path) {
            begun.push(basename(path))
            crashed()
            return new Promise(() => {})
          },
        })
      })
    await crash(seen)
    await crash(new Map())
    expect(begun).toEqual(['a.csv', 'a.csv'])
    await look(await look())
    expect(imported).toEqual(['b.csv'])
    expect(await files()).toEqual([
      'done/b.csv',
      'done/b.csv.report.json',
      'failed/a.csv',
      'failed/a.csv.report.json',
    ])
    const told = JSON.parse(await readFile(inside('failed/a.csv.report.json'), 'utf8'))
    expect(told.error).toContain('ended 2 times')
  })

  it('counts crashes with the file, not with its name, and being stopped as none', async () => {
    await look()
    const stop = { importFile: () => Promise.reject(new AppError('unavailable', 'stopped')) }
    await put('a.csv')
    await rename(inside('a.csv'), inside('working/a.csv'))
    for (let n = 0; n < 3; n++) await expect(look(new Map(), stop)).rejects.toThrow('stopped')
    for (let n = 0; n < 2; n++) await attemptsAt(inside('working/a.csv')).begin()
    await rm(inside('working/a.csv'))
    await put('a.csv', 'another')
    await look(await look())
    expect(imported).toEqual(['another'])
  })

  it('has what was open to others laid away for us alone', async () => {
    await put('a.csv')
    await chmod(inside('a.csv'), 0o644)
    await look(await look())
    for (const name of ['a.csv', 'a.csv.report.json'])
      expect((await stat(inside('done', name))).mode & 0o777).toBe(0o600)
  })

  it('leaves alone what is hidden, unfinished, a folder or a link, and tells each once', async () => {
    const secret = join(folder.path, 'secret')
    await writeFile(secret, 'x')
    for (const name of ['.a.csv', 'a.csv.part']) await put(name)
    await symlink(secret, inside('b.csv'))
    await mkdir(inside('folder.csv'))
    const before = await files()
    const left: LeftAlone[] = []
    const tell = { onLeftAlone: (kind: LeftAlone) => void left.push(kind) }
    let seen = await look(new Map(), tell)
    expect(left).toEqual([])
    for (let n = 0; n < 3; n++) seen = await look(seen, tell)
    expect(left.sort()).toEqual(['folder', 'hidden or unfinished file', 'hidden or unfinished file', 'link'])
    await writeFile(inside('folder.csv', 'x'), 'x')
    for (let n = 0; n < 2; n++) seen = await look(seen, tell)
    expect(left).toHaveLength(4)
    expect(imported).toEqual([])
    expect(await files()).toEqual([...before, 'folder.csv/x'].sort())
  })

  it('is looked after by one process at a time', async () => {
    await put('a.csv')
    const seen = await look()
    const begun = Promise.withResolvers<void>()
    const ended = Promise.withResolvers<ImportReport>()
    const first = look(seen, {
      importFile() {
        begun.resolve()
        return ended.promise
      },
    })
    await begun.promise
    await put('b.csv')
    expect(await look(seen)).toBe(seen)
    expect(imported).toEqual([])
    ended.resolve(report)
    await first
    await look(await look())
    expect(imported).toEqual(['b.csv'])
    expect(lock.asked).toBe(3)
  })
})
