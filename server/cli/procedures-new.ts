import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import type { CommandContext } from './command-context.ts'

const template = fileURLToPath(new URL('../../knowledge/procedures/template.yaml', import.meta.url))
/** No longer than that: buttons carry the code, and a button holds 64 bytes with its seal. */
const newCode = /^(\d\.\d{6}|local\.[a-z0-9-]{1,30})$/

/**
 * `procedures new`: begins a file from the template, where the assistant does not read it yet: an unfinished guide
 * must reach nobody.
 */
export async function beginProcedure(
  { config, print }: Pick<CommandContext, 'print'> & { config: Pick<Config, 'knowledgeDir'> },
  code: string,
): Promise<void> {
  if (!newCode.test(code)) {
    throw new AppError(
      'bad_usage',
      `"${code}" is no code: give one like 1.001193, or local.ten-viec with at most 30 letters after the dot`,
    )
  }
  const folder = join(config.knowledgeDir, 'drafts')
  const file = join(folder, `${code}.yaml`)
  const inForce = join(config.knowledgeDir, 'procedures', `${code}.yaml`)
  for (const path of [file, inForce]) {
    if (existsSync(path))
      throw new AppError('conflict', `${path} is there already: edit it, or remove it first`)
  }
  const text = await readFile(template, 'utf8')
  await mkdir(folder, { recursive: true })
  await writeFile(file, text.replaceAll('CODE', code), { flag: 'wx' })
  print(
    { file },
    `${file}\nEdit it, look at it (procedures preview ${file}), then move it to ${inForce}: it is in force from then on.`,
  )
}
