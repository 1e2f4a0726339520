import type { Audience, Refusal } from '../../knowledge/announcements/announcement.ts'
import type { Office } from './office.ts'

/** What of an audience there is; `units` are those that it lies in. */
type Checked = { refusals: Refusal[]; audience: Audience; units: ReadonlySet<string> }

const findGroups = 'select id::text, unit from neighbourhood_group where id = any($1::bigint[])'

const findChats = `
  select c.channel || ':' || c.chat as id, b.unit
  from bound_chat b join conversation c on c.id = b.conversation_id
  where c.is_group and c.channel || ':' || c.chat = any($1::text[])`

/** So many unknown ones of a list are told one by one. */
const mostTold = 5

const channels = ['telegram', 'zalo_oa', 'zalo_personal', 'web', 'terminal']

/** Of names that there are not, one is told when it may be: a chat's id is nobody's business. */
const plain = /^[a-z0-9-]{1,40}$/

/**
 * Checks that all there is in an audience is known and served here, and takes out what stands in it twice. An audience
 * of nobody is none to be refused here: a draft may begin with it.
 * @returns the audience as it is to be kept, and everything that is wrong with it
 */
export async function checkAudience(
  { sql, isUnit }: Pick<Office, 'sql' | 'isUnit'>,
  given: Audience,
): Promise<Checked> {
  const refusals: Refusal[] = []
  const { all, units = [], groups = [], chats = [], except = {}, langs = [], channels: by = [] } = given
  const check = (what: string, names: readonly string[], knows: (name: string) => boolean) => {
    const unknown = [...names.entries()].filter(([, name]) => !knows(name))
    const more = unknown.length - mostTold
    for (const [at, [index, name]] of unknown.slice(0, mostTold).entries()) {
      const which = plain.test(name) ? name : index + 1
      const isLast = at === mostTold - 1 && more > 0
      refusals.push({ why: 'bad_audience', values: isLast ? { what, which, more } : { what, which } })
    }
  }
  const unitOf = await find(sql, findGroups, [...groups, ...(except.groups ?? [])].filter(isId))
  const unitOfChat = await find(sql, findChats, chats)
  // All units together are `all`, which is something else than a unit.
  const isOne = (slug: string) => slug !== 'all' && isUnit(slug)
  check('units', units, isOne)
  check('groups', groups, (group) => isOne(unitOf.get(group) ?? 'all'))
  check('chats', chats, (chat) => isOne(unitOfChat.get(chat) ?? 'all'))
  check('except.units', except.units ?? [], isOne)
  check('except.groups', except.groups ?? [], (group) => unitOf.has(group))
  check('langs', langs, (lang) => lang === 'vi' || lang === 'en')
  check('channels', by, (name) => channels.includes(name))
  const excepted = withoutEmpty({ units: unique(except.units), groups: unique(except.groups) })
  return {
    refusals,
    audience: withoutEmpty({
      all,
      units: unique(units),
      groups: unique(groups),
      chats: unique(chats),
      except: Object.keys(excepted).length > 0 ? excepted : undefined,
      langs: unique(langs),
      channels: unique(by),
    }),
    units: new Set([
      ...units,
      ...groups.flatMap((group) => unitOf.get(group) ?? []),
      ...chats.flatMap((chat) => unitOfChat.get(chat) ?? []),
    ]),
  }
}

async function find(
  sql: Office['sql'],
  text: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql.query<{ id: string; unit: string }>({ text, values: [ids] })
  return new Map(rows.map(({ id, unit }) => [id, unit]))
}

function unique<Item>(items: readonly Item[] = []): readonly Item[] {
  return [...new Set(items)]
}

/** Only what says something, so that the same audience is kept alike. */
function withoutEmpty<Parts extends object>(
  parts: Parts,
): { [Part in keyof Parts]?: NonNullable<Parts[Part]> } {
  const said = Object.entries(parts).filter(
    ([, part]) => part !== undefined && !(Array.isArray(part) && part.length === 0),
  )
  return Object.fromEntries(said) as { [Part in keyof Parts]?: NonNullable<Parts[Part]> }
}

function isId(text: string): boolean {
  return /^\d{1,18}$/.test(text)
}
