import { execFileSync } from 'node:child_process'
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isAlive } from '../../server/database/embedded/postmaster-file.ts'
import { type Embedded, startEmbedded } from '../../server/database/embedded/start-embedded.ts'
import { createLog } from '../../server/log.ts'
import { canMount, mountSmallDisk } from '../support/small-disk.ts'
import { holdNext } from './hold-next.ts'
import { type Holder, startHolder } from './holder.ts'
import { startRival } from './rival.ts'

const isRoot = process.getuid?.() === 0
const onLinux = process.platform === 'linux'
/** "daemon", which every Unix has. */
const plain = { uid: 1, gid: 1 }

let dataDir: string
const open = new Set<Embedded | Holder>()

beforeEach(async () => {
  dataDir = await realpath(await mkdtemp(join(tmpdir(), 'mot-cua-embedded-')))
  await chmod(dataDir, 0o711)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.allSettled([...open].map((one) => one.release()))
  open.clear()
  await rm(dataDir, { recursive: true, force: true })
})

describe('the embedded PostgreSQL', () => {
  it('keeps its data from one start to the next', async () => {
    const first = await start()
    await query(first, 'create table kept (text text)')
    await query(first, "insert into kept values ('Đặng Thị Ước')")
    await first.release()
    const second = await start()
    expect(await query(second, 'select lower(text) as text from kept')).toEqual([{ text: 'đặng thị ước' }])
  })

  it('leaves nothing running once released', async () => {
    const embedded = await start()
    const pid = await serverPid()
    await embedded.release()
    expect(isAlive(pid)).toBe(false)
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
    await expect(query(embedded, 'select 1')).rejects.toThrow()
  })

  it('is reached by its socket alone, which is closed to others, and is durable', async () => {
    const embedded = await start()
    const shown = await query(
      embedded,
      `select current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync,
         current_setting('synchronous_commit') as commit`,
    )
    expect(shown).toEqual([{ addresses: '', fsync: 'on', commit: 'on' }])
    expect((await stat(String(embedded.connection.host))).mode & 0o077).toBe(0)
  })

  it.runIf(onLinux)('is not hit by Ctrl-C in our terminal', async () => {
    await start()
    expect(await sessionOf(await serverPid())).not.toBe(await sessionOf(process.pid))
  })

  it('writes nothing of what people said into its log', async () => {
    const embedded = await start()
    await query(embedded, 'create table one (text text primary key)')
    await query(embedded, "insert into one values ('0912345678')")
    await expect(query(embedded, "insert into one values ('0912345678')")).rejects.toThrow()
    await expect(query(embedded, "select 'tên tôi là'::int")).rejects.toThrow()
    await embedded.release()
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8')
    expect(log).toContain('database system is ready')
    expect(log).not.toMatch(/0912345678|tên tôi/)
  })
})

describe('several processes', () => {
  it('that start at once share one server, and the last one stops it', async () => {
    const holders = await Promise.all([hold(), hold(), hold()])
    const pid = await serverPid()
    const [first, second, third] = holders
    expect(new Set(holders.map((holder) => holder.connection.host)).size).toBe(1)
    expect(await first?.release()).toBe(0)
    expect(await query(third, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(await second?.release()).toBe(0)
    expect(await query(third, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(await third?.release()).toBe(0)
    expect(isAlive(pid)).toBe(false)
  })

  it('that come and go never meet a server on its way out', async () => {
    const first = await start()
    await query(first, 'create table visits (id int)')
    const visit = async () => {
      const embedded = await start()
      await query(embedded, 'insert into visits values (1)')
      await embedded.release()
    }
    await Promise.all([
      first.release(),
      ...Array.from({ length: 5 }, async () => {
        for (let n = 0; n < 5; n += 1) await visit()
      }),
    ])
    const last = await start()
    expect(await query(last, 'select count(*)::int as visits from visits')).toEqual([{ visits: 25 }])
    // Each visit may be one more start and stop of the server.
  }, 180_000)

  it.runIf(onLinux)('that come as the last one goes do not take its server for theirs', async () => {
    const first = await start()
    const watcher = await connect(first)
    const locks = async (mode: string) =>
      (await watcher.query("select pid from pg_locks where locktype = 'advisory' and mode = $1", [mode])).rows
    const server = await serverPid()
    const asking = holdNext('query')
    const joining = start()
    await asking.reached
    process.kill(server, 'SIGSTOP')
    try {
      await vi.waitFor(async () => expect(await statusOf(server)).toMatch(/^State:\s*T/m), 10_000)
      const leaving = first.release()
      await vi.waitFor(
        async () => expect(await pendingOf(server)).toContain(constants.signals.SIGINT),
        10_000,
      )
      // What the server does to its processes one by one, here done to the first of them.
      for (const { pid } of await locks('ExclusiveLock')) process.kill(pid, 'SIGTERM')
      await vi.waitFor(async () => expect(await locks('ExclusiveLock')).toEqual([]), 10_000)
      asking.goOn()
      const answer = joining.then((joined) => query(joined, 'select 1 as one'))
      answer.catch(() => {})
      await vi.waitFor(async () => expect(await locks('ShareLock')).toHaveLength(1), 10_000)
      process.kill(server, 'SIGCONT')
      expect(await answer).toEqual([{ one: 1 }])
      await leaving
      expect(await serverPid()).not.toBe(server)
    } finally {
      if (isAlive(server)) process.kill(server, 'SIGCONT')
    }
  })

  it('that join a server in place of the one they were about to, stop that one in the end', async () => {
    const first = await start()
    const connecting = holdNext('connect')
    const joining = start()
    await connecting.reached
    await first.release()
    const second = await start()
    connecting.goOn()
    const joined = await joining
    await second.release()
    const pid = await serverPid()
    await joined.release()
    expect(isAlive(pid)).toBe(false)
  })

  it.runIf(onLinux)('that others come before again and again have their turn in the end', async () => {
    await (await start()).release()
    const rival = await startRival(join(dataDir, 'postgres'))
    const starting = start()
    try {
      for (let n = 0; n < 8; n += 1) {
        await rival.beatNextStart()
        await rival.turnNextAway()
      }
    } finally {
      await rival.leave()
    }
    expect(await query(await starting, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('after a crash', () => {
  it('of ours, the server that lives on is taken over', async () => {
    const holder = await hold()
    await query(holder, 'create table kept as select 1 as id')
    const pid = await serverPid()
    await holder.kill()
    expect(isAlive(pid)).toBe(true)
    const embedded = await start()
    expect(await serverPid()).toBe(pid)
    expect(await query(embedded, 'select id from kept')).toEqual([{ id: 1 }])
    await embedded.release()
    expect(isAlive(pid)).toBe(false)
  })

  it('of the server, it comes back at the same address with all that was committed', async () => {
    const embedded = await start()
    await query(embedded, 'create table kept as select 1 as id')
    for (let n = 0; n < 3; n += 1) {
      process.kill(await serverPid(), 'SIGKILL')
      await vi.waitFor(
        async () => expect(await query(embedded, 'select id from kept')).toEqual([{ id: 1 }]),
        20_000,
      )
    }
    const pid = await serverPid()
    await embedded.release()
    expect(isAlive(pid)).toBe(false)
  })

  it('of one of its processes, nothing is left running in the end', async () => {
    const embedded = await start()
    const client = await connect(embedded)
    const { rows } = await client.query('select pg_backend_pid() as pid')
    process.kill(rows[0].pid, 'SIGKILL')
    await vi.waitFor(
      async () => expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }]),
      20_000,
    )
    const pid = await serverPid()
    await embedded.release()
    expect(isAlive(pid)).toBe(false)
  })

  it('of the server, and given up while it is brought back, nothing is left running in the end', async () => {
    const log = createLog('silent')
    const { promise: away, resolve } = Promise.withResolvers<void>()
    const embedded = await startEmbedded({
      dataDir,
      log: Object.assign(Object.create(log), { warn: resolve }),
    })
    open.add(embedded)
    process.kill(await serverPid(), 'SIGKILL')
    await away
    await embedded.release()
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
  })

  it('of both, the next start recovers', async () => {
    const holder = await hold()
    await query(holder, 'create table kept as select 1 as id')
    const pid = await serverPid()
    await holder.kill()
    process.kill(pid, 'SIGKILL')
    const embedded = await start()
    expect(await query(embedded, 'select id from kept')).toEqual([{ id: 1 }])
  })

  it.runIf(onLinux)(
    'a left-over postmaster.pid with a number that another process has now does not matter',
    async () => {
      const holder = await hold()
      const pid = await serverPid()
      await holder.kill()
      process.kill(pid, 'SIGKILL')
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
      for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
        const file = join(dataDir, 'postgres', name)
        const left = await readFile(file, 'utf8')
        await writeFile(file, left.replace(/^\d+/, String(process.pid)))
      }
      const embedded = await start()
      expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
    },
  )

  it('in the middle of making the data folder, the next start makes it', async () => {
    await mkdir(join(dataDir, 'postgres.new-abc'), { recursive: true })
    await mkdir(join(dataDir, 'postgres'))
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('where and as whom', () => {
  it('runs in a folder too deep for a socket', async () => {
    const deep = join(dataDir, 'thư mục rất sâu'.repeat(6), 'x'.repeat(120), 'y'.repeat(120))
    const embedded = await start(deep)
    expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
    const joined = await start(deep)
    expect(joined.connection).toEqual(embedded.connection)
    expect((await stat(String(embedded.connection.host))).mode & 0o077).toBe(0)
    await embedded.release()
    await rm(String(embedded.connection.host), { recursive: true }).catch(() => {})
  })

  it.runIf(isRoot && onLinux)('runs as root in a folder that only root may enter', async () => {
    const deep = join(dataDir, 'private', 'below', 'x'.repeat(200))
    await mkdir(deep, { recursive: true })
    await chmod(join(dataDir, 'private'), 0o700)
    const embedded = await start(deep)
    await query(embedded, 'create table kept as select 1 as id')
    process.kill(await serverPid(deep), 'SIGKILL')
    await vi.waitFor(
      async () => expect(await query(embedded, 'select id from kept')).toEqual([{ id: 1 }]),
      20_000,
    )
    expect(await ownerOf(await serverPid(deep))).not.toBe(0)
    // Only now: a server that is being brought back, but has no socket any more, would be waited for.
    await embedded.release()
    await rm(String(embedded.connection.host), { recursive: true }).catch(() => {})
  })

  it.runIf(isRoot)('runs as a plain user, and root joins as that user', async () => {
    await chown(dataDir, plain.uid, plain.gid)
    const holder = await hold(dataDir, plain)
    await query(holder, 'create table kept as select 1 as id')
    expect(await holder.release()).toBe(0)
    const embedded = await start()
    expect(await query(embedded, 'select id from kept')).toEqual([{ id: 1 }])
    expect(await ownerOf(await serverPid())).toBe(plain.uid)
    await embedded.release()
    const again = await hold(dataDir, plain)
    expect(await query(again, 'select id from kept')).toEqual([{ id: 1 }])
  })

  it.runIf(isRoot)('takes back a data folder that a copy made root’s', async () => {
    await (await start()).release()
    execFileSync('chown', ['-R', '0:0', join(dataDir, 'postgres')])
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it.runIf(isRoot)('tells a plain user that root was here first', async () => {
    await (await start()).release()
    await chmod(dataDir, 0o777)
    await expect(hold(dataDir, plain)).rejects.toThrow(/another account.*chown/)
  })
})

describe('what it does not start on', () => {
  it('is the data of another major version, which it leaves alone', async () => {
    await (await start()).release()
    const cluster = join(dataDir, 'postgres')
    await writeFile(join(cluster, 'PG_VERSION'), '17\n')
    const before = await listing(cluster)
    await expect(start()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/PostgreSQL 17, this release runs 18.*backup.*restore/),
    })
    expect(await listing(cluster)).toEqual(before)
  })

  it('is a folder that holds something else, which it leaves alone', async () => {
    const cluster = join(dataDir, 'postgres')
    await mkdir(cluster)
    await writeFile(join(cluster, 'thesis.txt'), 'mine')
    await expect(start()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(cluster),
    })
    expect(await readdir(cluster)).toEqual(['thesis.txt'])
    expect(await readdir(dataDir)).toEqual(['postgres'])
  })

  it('is a data folder whose files are gone or spoiled: it says so', async () => {
    await (await start()).release()
    await writeFile(join(dataDir, 'postgres', 'global', 'pg_control'), 'x')
    await expect(start()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/does not start in .*postgres: .*pg_control.*postgres\.log/),
    })
  })

  it('is a path that is no folder', async () => {
    const file = join(dataDir, 'file')
    await writeFile(file, '')
    await expect(start(file)).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringContaining(file),
    })
  })

  it.runIf(canMount)('is a full disk, and a second try with room succeeds', async () => {
    const disk = await mountSmallDisk(90)
    try {
      await writeFile(join(disk.folder, 'filler'), Buffer.alloc(75_000_000))
      const folder = join(disk.folder, 'data')
      await expect(start(folder)).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/disk.*full/),
      })
      expect(await readdir(folder)).toEqual([])
      await rm(join(disk.folder, 'filler'))
      const embedded = await start(folder)
      expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
      await embedded.release()
    } finally {
      await disk.unmount()
    }
  })
})

async function start(folder = dataDir): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir: folder, log: createLog('silent') })
  open.add(embedded)
  return embedded
}

async function hold(folder = dataDir, account = {}): Promise<Holder> {
  const holder = await startHolder(folder, account)
  open.add(holder)
  return holder
}

async function connect(server: { connection: pg.ClientConfig } | undefined): Promise<pg.Client> {
  const client = new pg.Client(server?.connection)
  client.on('error', () => {})
  await client.connect()
  return client
}

async function query(server: { connection: pg.ClientConfig } | undefined, text: string): Promise<unknown[]> {
  const client = await connect(server)
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function serverPid(folder = dataDir): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

async function sessionOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[3]
}

async function statusOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/status`, 'utf8')
}

/** The signals that were sent to a process and that it has not noticed yet. */
async function pendingOf(pid: number): Promise<number[]> {
  const mask = /^ShdPnd:\s*(\w+)$/m.exec(await statusOf(pid))?.[1]
  const bits = BigInt(`0x${mask}`).toString(2)
  return [...bits].toReversed().flatMap((bit, index) => (bit === '1' ? [index + 1] : []))
}

async function ownerOf(pid: number): Promise<number> {
  return (await stat(`/proc/${pid}`)).uid
}

async function listing(folder: string): Promise<unknown> {
  const names = await readdir(folder, { recursive: true })
  return Promise.all(names.toSorted().map(async (name) => [name, (await stat(join(folder, name))).mtimeMs]))
}
