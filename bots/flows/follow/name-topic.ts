import type { Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'

/** A topic's name; its id when it is no topic any more. */
export function nameTopic(id: string, { lang }: Pick<Scope, 'lang'>, { follow }: HomeWorld): string {
  return follow.topics.find((topic) => topic.id === id)?.name[lang] ?? id
}
