import { cleanLine } from './clean-line.ts'

const longest = 100
/** Different ends of one type. */
const alike: Readonly<Record<string, readonly string[]>> = { jpg: ['jpg', 'jpeg'] }

/**
 * A file's name as people may be shown it: no folders, nothing invisible, and its end as what it is.
 * @param end without the dot, as its content says
 */
export function nameFile(name: string, end: string): string {
  const [, last = ''] = /([^/\\]*)$/.exec(cleanLine(name)) ?? []
  const [, stem = last, given = ''] = /^(.+)\.([^.]{1,8})$/.exec(last) ?? []
  const fits = (alike[end] ?? [end]).includes(given.toLowerCase())
  const base = [...(fits ? stem : last).replace(/^[.\s]+/, '')].slice(0, longest).join('')
  return `${base || 'tep'}.${fits ? given : end}`
}
