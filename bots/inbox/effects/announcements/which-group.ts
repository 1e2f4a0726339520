import { tokenise } from '../../../dialogue/answers/tokenise.ts'

/** Said around a group's own name, and in most of them. */
const around = new Set(
  'o em toi minh bac chau anh chi nha la thuoc trong khu vuc to dan pho so thon xom cum tdp tdpso da vang a'.split(
    ' ',
  ),
)

/**
 * The groups that somebody may mean by what they typed ("tổ 5", "em ở thôn Đoài", "5"): those that bear the very name,
 * else those that have every telling word of it. None when it says nothing that tells.
 */
export function whichGroup<Group extends { name: string }>(typed: string, groups: readonly Group[]): Group[] {
  const said = wordsOf(typed)
  const exact = groups.filter(({ name }) => wordsOf(name).join(' ') === said.join(' '))
  if (exact.length) return exact
  const telling = said.filter((word) => !around.has(word))
  if (telling.length === 0) return []
  return groups.filter(({ name }) => {
    const words = wordsOf(name)
    return telling.every((word) => words.includes(word))
  })
}

/** Folded, "05" as "5", and "tổ5" as two words. */
function wordsOf(text: string): string[] {
  return tokenise(text.replace(/(\p{L})(\d)/gu, '$1 $2').replace(/\b0+(\d)/g, '$1')).map(({ word }) => word)
}
