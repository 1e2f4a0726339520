import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Whether this machine lets us mount: root outside a container that forbids it. */
export const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'x', '/mnt']).status === 0

/** A disk of a few megabytes, to be filled. */
export async function mountSmallDisk(
  megabytes: number,
): Promise<{ folder: string; unmount(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'mot-cua-disk-'))
  await promisify(execFile)('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${megabytes}m,mode=0711`,
    'mot-cua-test',
    folder,
  ])
  const unmount = async () => {
    await promisify(execFile)('umount', [folder])
    await rmdir(folder)
  }
  return { folder, unmount }
}
