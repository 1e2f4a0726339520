import { exactNumber } from './exact-json.ts'

/** The wire's shapes of what is pushed: each with the command it comes by and the list it stands in. */
export interface Event {
  cmd: number
  list: string
  item: object
}

export interface MessageParts {
  id: string
  clientId: string
  at: number
  /** `0` is the account itself, as sender and as addressee of a direct message. */
  from: string
  to: string
  name: string
  /** Anything: `null` and objects are seen in the wild. */
  content: unknown
  msgType?: string
  quote?: { ownerId: string; msgId: string; clientId: string; at: number; text: string; name: string }
  mentions?: { uid: string; pos: number; len: number; type: 0 | 1 }[]
}

/** Lists that are always in an event's data, empty or not. */
const alwaysThere: Record<number, string[]> = {
  502: ['delivereds', 'seens'],
  522: ['delivereds', 'groupSeens'],
  612: ['reacts', 'reactGroups'],
}

/** The data of one frame that holds these events, all of one command. */
export function inOneFrame(events: readonly Event[]): object {
  const lists: Record<string, object[]> = {}
  for (const name of alwaysThere[events[0]?.cmd ?? 0] ?? []) lists[name] = []
  for (const { list, item } of events) lists[list] = [...(lists[list] ?? []), item]
  return lists
}

export function message(kind: 'user' | 'group', parts: MessageParts): Event {
  const cmd = kind === 'user' ? 501 : 521
  const { quote } = parts
  const item = {
    actionId: parts.id,
    msgId: parts.id,
    cliMsgId: parts.clientId,
    msgType: parts.msgType ?? 'webchat',
    uidFrom: parts.from,
    idTo: parts.to,
    dName: parts.name,
    ts: String(parts.at),
    status: 1,
    content: parts.content,
    notify: '1',
    ttl: 0,
    userId: '0',
    uin: '0',
    topOut: '0',
    topOutTimeOut: '0',
    topOutImprTimeOut: '0',
    propertyExt: { color: -1, size: -1, type: 0, subType: 0, ext: '{"shouldParseLinkOrContact":0}' },
    paramsExt: { countUnread: 1, containType: 0, platformType: 1 },
    cmd,
    st: 3,
    at: 5,
    realMsgId: '0',
    ...(quote
      ? {
          quote: {
            ownerId: exactNumber(quote.ownerId),
            cliMsgId: exactNumber(quote.clientId),
            globalMsgId: exactNumber(quote.msgId),
            cliMsgType: 1,
            ts: quote.at,
            msg: quote.text,
            attach: '',
            fromD: quote.name,
            ttl: 0,
          },
        }
      : {}),
    ...(parts.mentions ? { mentions: parts.mentions } : {}),
  }
  return { cmd, list: kind === 'user' ? 'msgs' : 'groupMsgs', item }
}

export function undo(kind: 'user' | 'group', parts: MessageParts & { undone: string }): Event {
  const content = {
    globalMsgId: exactNumber(parts.undone),
    cliMsgId: exactNumber(parts.clientId),
    deleteMsg: 1,
    srcId: 0,
    destId: 0,
  }
  return message(kind, { ...parts, content, msgType: 'chat.undo' })
}

/** A change of a group: `act` is Zalo's word for it (join, leave, remove_member, update_setting …). */
export function groupEvent(act: string, data: object): Event {
  return control('group', act, data)
}

/** Something between people: `act` is req, req_v2, add, remove, undo_req, reject … */
export function friendEvent(act: string, data: object | string): Event {
  return control('fr', act, data)
}

function control(kind: string, act: string, data: object | string): Event {
  const inside = typeof data === 'string' ? data : JSON.stringify(data)
  return { cmd: 601, list: 'controls', item: { content: { act_type: kind, act, data: inside } } }
}

/** A file that was handed over is taken in. */
export function fileDone(fileId: string, url: string): Event {
  const item = { content: { act_type: 'file_done', act: '', fileId, data: { url } } }
  return { cmd: 601, list: 'controls', item }
}

export function reaction(
  kind: 'user' | 'group',
  parts: MessageParts & { to: string; icon: string; reactedTo: string },
): Event {
  const content = {
    rMsg: [{ gMsgID: parts.reactedTo, cMsgID: parts.clientId, msgType: 1 }],
    rIcon: parts.icon,
    rType: 5,
    source: 6,
  }
  const { item } = message(kind, { ...parts, content: JSON.stringify(content), msgType: 'chat.reaction' })
  return { cmd: 612, list: kind === 'user' ? 'reacts' : 'reactGroups', item }
}

export function typing(uid: string, at: number, group?: string): Event {
  const who = `"uid":"${uid}","ts":"${at}","isPC":0`
  const data = group === undefined ? who : `"gid":"${group}",${who}`
  return {
    cmd: 602,
    list: 'actions',
    item: { act_type: 'typing', act: group === undefined ? 'typing' : 'gtyping', data },
  }
}

export function delivered(uid: string, msgId: string, at: number, group?: string): Event {
  const item = { msgId, seen: 0, deliveredUids: [uid], seenUids: [], realMsgId: '0', mSTs: at }
  if (group === undefined) return { cmd: 502, list: 'delivereds', item }
  return { cmd: 522, list: 'delivereds', item: { ...item, groupId: group } }
}

export function seen(uid: string, msgId: string, group?: string): Event {
  if (group === undefined) return { cmd: 502, list: 'seens', item: { idTo: uid, msgId, realMsgId: '0' } }
  return { cmd: 522, list: 'groupSeens', item: { msgId, groupId: group, seenUids: [uid] } }
}
