import { openCbc, sealCbc } from './cipher.ts'
import type { Delivery } from './delivery.ts'
import * as events from './events.ts'
import type { Call, Reply } from './gateway.ts'
import type { History } from './history.ts'
import type { Received } from './inbox.ts'
import { hostOf, type Service, services } from './login.ts'
import type { Session } from './session.ts'
import { groupInfo, memberInfo, poll, profile, reminderOfGroup, reminderOfPerson } from './shapes.ts'
import { createUploads } from './uploads.ts'
import type { Refusal, Someone, World } from './world.ts'

type Params = Record<string, unknown>
type Answer = { data: unknown } | Refusal

/** A call as it was understood. */
export interface ApiCall {
  order: number
  at: number
  service: Service
  path: string
  params: Params
}

export interface ApiOptions {
  /** A longer text is refused. */
  maxText: number
  /** How many strangers the account may write to before 122. */
  strangers: number
}

interface Parts {
  world: World
  session: Session
  delivery: Delivery
  history: History
  options: ApiOptions
}

const noCookie: Refusal = { code: 600, message: 'zpw_sek bị thiếu hoặc không đúng' }
const invalid: Refusal = { code: 114, message: 'Tham số không hợp lệ' }
const tooLong: Refusal = { code: 118, message: 'Nội dung quá dài, vui lòng rút gọn nội dung' }
const tooManyStrangers: Refusal = { code: 122, message: 'Bạn chưa thể gửi tin nhắn đến người này.' }

/** The calls of an account that is in, on the hosts of its service map: sealed both ways with the session's key. */
export function createApi({ world, session, delivery, history, options }: Parts) {
  const calls: ApiCall[] = []
  const strangers = new Set<string>()
  const hosts = new Map<string, Service>(services.map((name) => [hostOf(name), name]))
  let lastBoard = 0
  const uploads = createUploads({ newId: world.newMessageId, tell: delivery.push })

  function sendFile(kind: 'user' | 'group', id: unknown, params: Params): Answer {
    const file = uploads.taken(String(id))
    if (!file) return invalid
    const { name, bytes } = file
    const url = `https://file-stal-1.dlfl.vn/${String(id)}`
    const content = { title: name, description: '', href: url, thumb: '', childnumber: 0, params: '{}' }
    const msgType = file.kind === 'image' ? 'chat.photo' : 'share.file'
    return send(kind, params, { content, msgType, file: { kind: file.kind, name, bytes } })
  }

  /** Taken back under both its ids; what is not known any more is as good as gone. */
  function undo(params: Params): Answer {
    const message = world.sent.find(({ msgId }) => msgId === String(params.msgId))
    if (message && message.clientId !== String(params.cliMsgIdUndo)) return invalid
    const where = message?.kind === 'group' ? world.groups : world.people
    if (message) where.get(message.to)?.inbox.remove(message)
    return status
  }

  function send(
    kind: 'user' | 'group',
    params: Params,
    attached?: { content: object; msgType: string; file: Received['file'] & {} },
  ): Answer {
    const to = String(kind === 'user' ? params.toid : params.grid)
    const somebody = kind === 'user' ? world.people.get(to) : world.groups.get(to)
    const text = attached ? '' : params.message
    if (!somebody || typeof text !== 'string' || (text === '' && !attached)) return invalid
    if (kind === 'group' && !world.groups.get(to)?.members.has(world.uid)) return invalid
    if (text.length > options.maxText) return tooLong
    if (somebody.refusal) return somebody.refusal
    if (kind === 'user' && !(somebody as Someone).isFriend) {
      if (!strangers.has(to) && strangers.size >= options.strangers) return tooManyStrangers
      strangers.add(to)
    }
    const msgId = world.newMessageId()
    const clientId = String(params.clientId)
    const mentions = typeof params.mentionInfo === 'string' ? JSON.parse(params.mentionInfo) : []
    const quoted =
      params.qmsgId === undefined
        ? undefined
        : { msgId: String(params.qmsgId), text: String(params.qmsg), owner: String(params.qmsgOwner) }
    const file = attached ? { file: attached.file } : {}
    const message = { kind, to, msgId, clientId, text, mentions, ...(quoted ? { quoted } : {}), ...file }
    const { at } = world.receive(message, somebody.inbox)
    // Every connection of the account hears of it, the sender's too.
    const parts = { id: msgId, clientId, at, from: '0', to, name: world.name, content: text }
    const { content, msgType } = attached ?? {}
    const event = events.message(kind, attached ? { ...parts, content, msgType: msgType ?? '' } : parts)
    history.add(event, msgId)
    delivery.push(event)
    return { data: { msgId: Number.isSafeInteger(Number(msgId)) ? Number(msgId) : msgId } }
  }

  function acceptFriend(params: Params): Answer {
    const one = world.people.get(String(params.fid))
    if (!one?.asks) return invalid
    one.asks = false
    one.isFriend = true
    delivery.push(events.friendEvent('add', one.id))
    return { data: '' }
  }

  function rejectFriend(params: Params): Answer {
    const one = world.people.get(String(params.fid))
    if (!one?.asks) return invalid
    one.asks = false
    return { data: '' }
  }

  /** Those who have asked, among others whom Zalo would like to see together. */
  function recommended(): Answer {
    const strangers = [...world.people.values()].filter(({ isFriend }) => !isFriend)
    const recommItems = strangers.map(({ id, name, asks }) => ({
      recommItemType: 0,
      dataInfo: { userId: id, zaloName: name, displayName: name, recommType: asks ? 2 : 1 },
    }))
    return { data: { expiredDuration: 604_800_000, recommItems } }
  }

  function askFriend(params: Params): Answer {
    const one = world.people.get(String(params.toid))
    if (!one) return invalid
    if (one.isFriend) return { code: 225, message: 'Đã là bạn bè' }
    if (one.asks) return { code: 222, message: 'Người này đã gửi lời mời kết bạn' }
    one.asked = true
    return { data: '' }
  }

  function remind(params: Params): Answer {
    const given = params.objectData === undefined ? params : JSON.parse(String(params.objectData))
    const to = String(given.toUid ?? given.grid)
    if (!world.people.has(to) && !world.groups.has(to)) return invalid
    lastBoard += 1
    const made = { id: String(lastBoard), to, at: world.now(), by: world.uid, given }
    return { data: given.toUid === undefined ? reminderOfGroup(made) : reminderOfPerson(made) }
  }

  function askGroup(params: Params): Answer {
    if (!world.groups.has(String(params.group_id)) || !Array.isArray(params.options)) return invalid
    lastBoard += 1
    return { data: poll({ id: lastBoard, by: world.uid, at: world.now(), given: params }) }
  }

  function friends(params: Params): Answer {
    const all = [...world.people.values()].filter(({ isFriend }) => isFriend).map((one) => profile(one))
    const count = Number(params.count)
    const from = (Number(params.page) - 1) * count
    return { data: all.slice(from, from + count) }
  }

  function profiles(params: Params): Answer {
    const asked = Array.isArray(params.friend_pversion_map) ? params.friend_pversion_map.map(String) : []
    const found = asked.flatMap((one) => world.people.get(one.replace(/_\d+$/, '')) ?? [])
    return {
      data: {
        unchanged_profiles: {},
        phonebook_version: 1,
        changed_profiles: Object.fromEntries(found.map((one) => [one.id, profile(one)])),
      },
    }
  }

  function members(params: Params): Answer {
    const asked = Array.isArray(params.friend_pversion_map) ? params.friend_pversion_map.map(String) : []
    const found = asked.flatMap((one) => world.people.get(one.replace(/_0$/, '')) ?? [])
    const known = Object.fromEntries(found.map((one) => [one.id, memberInfo(one)]))
    return { data: { profiles: known, unchangeds_profile: [] } }
  }

  function groupsOf(params: Params): Answer {
    const asked = Object.keys(JSON.parse(String(params.gridVerMap)))
    const found = asked
      .flatMap((id) => world.groups.get(id) ?? [])
      .filter(({ members }) => members.has(world.uid))
    return {
      data: {
        removedsGroup: asked.filter((id) => !found.some((group) => group.id === id)),
        unchangedsGroup: [],
        gridInfoMap: Object.fromEntries(found.map((group) => [group.id, groupInfo(group, world.people)])),
      },
    }
  }

  function leave(params: Params): Answer {
    const ids = Array.isArray(params.grids) ? params.grids.map(String) : []
    for (const id of ids) world.groups.get(id)?.members.delete(world.uid)
    return { data: { memberError: [] } }
  }

  const done = (): Answer => ({ data: '' })
  const status = { data: { status: 0 } }

  const handlers: Record<string, (params: Params) => Answer> = {
    'POST chat/api/message/sms': (params) => send('user', params),
    'POST chat/api/message/quote': (params) => send('user', params),
    'POST group/api/group/sendmsg': (params) => send('group', params),
    'POST group/api/group/mention': (params) => send('group', params),
    'POST group/api/group/quote': (params) => send('group', params),
    'POST chat/api/message/typing': () => status,
    'POST group/api/group/typing': () => status,
    'POST chat/api/message/seenv2': () => status,
    'POST group/api/group/seenv2': () => status,
    'POST chat/api/message/deliveredv2': done,
    'POST group/api/group/deliveredv2': done,
    'POST chat/api/message/undo': undo,
    'POST group/api/group/undomsg': undo,
    'POST file/api/message/photo_original/send': (params) => sendFile('user', params.photoId, params),
    'POST file/api/group/photo_original/send': (params) => sendFile('group', params.photoId, params),
    'POST file/api/message/asyncfile/msg': (params) => sendFile('user', params.fileId, params),
    'POST file/api/group/asyncfile/msg': (params) => sendFile('group', params.fileId, params),
    'POST reaction/api/message/reaction': () => ({ data: { msgIds: [world.newMessageId()] } }),
    'POST reaction/api/group/reaction': () => ({ data: { msgIds: [world.newMessageId()] } }),
    'POST friend/api/friend/accept': acceptFriend,
    'POST friend/api/friend/reject': rejectFriend,
    'GET friend/api/friend/recommendsv2/list': recommended,
    'POST friend/api/friend/sendreq': askFriend,
    'POST friend/api/friend/mget-qr': ({ fids }) => ({
      data: Object.fromEntries((fids as string[]).map((id) => [id, `https://qr-talk.zdn.vn/${id}/qr.jpg`])),
    }),
    'GET profile/api/social/friend/getfriends': friends,
    'GET profile/api/social/profile/me-v2': () => ({
      data: {
        profile: { ...profile({ id: world.uid, name: world.name, isFriend: false }), phoneNumber: '' },
      },
    }),
    'POST profile/api/social/friend/getprofiles/v2': profiles,
    'GET profile/api/social/group/members': members,
    'POST group/api/group/getmg-v2': groupsOf,
    'GET group_poll/api/group/getlg/v4': () => ({
      data: {
        version: '1',
        gridVerMap: Object.fromEntries(
          [...world.groups.values()]
            .filter(({ members }) => members.has(world.uid))
            .map(({ id }) => [id, '1']),
        ),
      },
    }),
    'POST group/api/group/leave': leave,
    'POST group_board/api/board/topic/createv2': remind,
    'POST group_board/api/board/oneone/create': remind,
    'POST group/api/poll/create': askGroup,
    'GET chat/keepalive': () => ({ data: { config_vesion: 1 } }),
  }

  function paramsOf(call: Call): Params | null {
    const { params } = call.fields
    if (params === undefined) return {}
    const opened = openCbc(session.key, params)
    return opened === null ? null : (JSON.parse(opened) as Params)
  }

  return {
    calls: calls as readonly ApiCall[],
    uploads,
    /** @returns undefined for a host or path that isn't known here */
    answer(call: Call): Reply | undefined {
      const service = hosts.get(call.url.hostname)
      const path = call.url.pathname
      const run = service && handlers[`${call.method} ${service}${path}`]
      if (!service || (!run && !call.piece)) return undefined
      if (!session.isGood(call.cookies.get('zpw_sek'))) return refusal(noCookie)
      const params = paramsOf(call)
      if (params === null) return refusal(invalid)
      const handedOver = /^\/api\/(?:message|group)\/(photo_original|asyncfile)\/upload$/.exec(path)?.[1]
      if (service === 'file' && handedOver && call.piece) {
        const kind = handedOver === 'asyncfile' ? 'file' : 'image'
        return { ...sealed({ data: uploads.add(kind, params, call.piece.bytes) }), cookies: session.news() }
      }
      calls.push({ order: calls.length + 1, at: world.now(), service, path, params })
      const answer = run ? run(params) : invalid
      const reply =
        path === '/keepalive' ? plain(answer) : 'data' in answer ? sealed(answer) : refusal(answer)
      return { ...reply, cookies: session.news() }
    },
    /** The person or group that a call concerns. */
    concerns(call: Call): string | undefined {
      const params = hosts.has(call.url.hostname) ? paramsOf(call) : null
      const to = params?.toid ?? params?.grid ?? params?.group_id ?? params?.fid
      return to === undefined ? undefined : String(to)
    },
    refuse: (given: Refusal, where: 'outside' | 'inside') =>
      where === 'outside' ? refusal(given) : sealed({ code: given.code, message: given.message }),
  }

  function sealed(answer: Answer): Reply {
    const inside =
      'data' in answer
        ? { error_code: 0, error_message: 'Successful.', data: answer.data }
        : { error_code: answer.code, error_message: answer.message, data: null }
    const data = sealCbc(session.key, JSON.stringify(inside))
    return { body: JSON.stringify({ error_code: 0, error_message: 'Successful.', data }) }
  }

  function plain(answer: Answer): Reply {
    return 'data' in answer
      ? { body: JSON.stringify({ error_code: 0, error_message: 'Successful.', data: answer.data }) }
      : refusal(answer)
  }

  function refusal({ code, message }: Refusal): Reply {
    return { body: JSON.stringify({ error_code: code, error_message: message, data: null }) }
  }
}
