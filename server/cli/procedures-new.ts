import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../errors.ts'
import type { CommandContext } from './command-context.ts'

const template = fileURLToPath(new URL('../../knowledge/procedures/template.yaml', import.meta.url))

/**
 * `procedures new`: begins a file from the template, where the assistant does not read it yet: an unfinished guide
 * must reach nobody.
 */
export async function beginProcedure({ config, print }: CommandContext, code: string): Promise<void> {
  if (!/^(\d\.\d{6}|local\.[a-z0-9-]+)$/.test(code)) {
    throw new AppError('bad_usage', `"${code}" is no code: give one like 1.001193 or local.ten-viec`)
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
