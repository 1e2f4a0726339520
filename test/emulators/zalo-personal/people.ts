import type { Mode } from './cipher.ts'
import type { Delivery } from './delivery.ts'
import * as events from './events.ts'
import type { History } from './history.ts'
import type { Group, Refusal, Someone, World } from './world.ts'

/** Where Zalo keeps what people send: none of the hosts that the library calls. */
export const pictureHost = 'photo-stal-1.zdn.vn'
export const fileHost = 'file-stal-1.dlfl.vn'

export interface Sending {
  /** Wrapped in another way than the rest. */
  encrypt?: Mode
  /** An id of one's own choice. */
  msgId?: string
  /** Answers this message. */
  quote?: { msgId: string; text: string; owner?: string }
}

export interface SendingToGroup extends Sending {
  /** `true` mentions the account: its name is put in front unless the text holds it. */
  mention?: boolean
}

interface Content {
  content: unknown
  msgType?: string
}

interface Parts {
  world: World
  delivery: Delivery
  history: History
}

/** The people who write to the account, and the groups that it is in. */
export function createPeople({ world, delivery, history }: Parts) {
  const persons = new Map<string, ReturnType<typeof createPerson>>()
  const groups = new Map<string, ReturnType<typeof createGroup>>()

  /** Tells the account, now if it is connected, and by the history in any case. */
  function tell(event: events.Event, id: string, encrypt?: Mode): string {
    history.add(event, id)
    delivery.push(event, encrypt)
    return id
  }

  function partsOf(from: Someone, to: string, content: unknown, { msgId, quote }: Sending) {
    const id = msgId ?? world.newMessageId()
    const owner = quote?.owner ?? world.uid
    return {
      id,
      clientId: String(world.now()),
      at: world.now(),
      from: from.id,
      to,
      name: from.name,
      content,
      ...(quote
        ? {
            quote: {
              ownerId: owner,
              msgId: quote.msgId,
              clientId: String(world.now()),
              at: world.now(),
              text: quote.text,
              name: owner === world.uid ? world.name : from.name,
            },
          }
        : {}),
    }
  }

  function createPerson(one: Someone) {
    const toAccount = (content: unknown, sending: Sending = {}) => partsOf(one, '0', content, sending)

    function friendRequest(text: string): void {
      one.asks = true
      const data = { toUid: world.uid, fromUid: one.id, src: 30, message: text }
      // Both come for one request; clients take the second.
      delivery.push(events.friendEvent('req', data))
      delivery.push(events.friendEvent('req_v2', data))
    }

    return {
      id: one.id,
      name: one.name,
      get isFriend() {
        return one.isFriend
      },
      /** The account has asked for this person's friendship. */
      get wasAsked() {
        return one.asked
      },
      /** @returns the message's id */
      send(text: string, sending: Sending = {}): string {
        const parts = toAccount(text, sending)
        return tell(events.message('user', parts), parts.id, sending.encrypt)
      },
      /** Anything else a message can hold: pictures, stickers, places, `null`. */
      sendContent({ content, msgType }: Content, sending: Sending = {}): string {
        const parts = { ...toAccount(content, sending), ...(msgType ? { msgType } : {}) }
        return tell(events.message('user', parts), parts.id, sending.encrypt)
      },
      /** A picture that can be fetched, at `pictureHost`. */
      sendPicture(bytes: Uint8Array, caption = ''): string {
        const href = `https://${pictureHost}/${world.pictures.add(bytes)}`
        const content = { title: caption, description: '', href, thumb: href, childnumber: 0, params: '{}' }
        const parts = { ...toAccount(content), msgType: 'chat.photo' }
        return tell(events.message('user', parts), parts.id)
      },
      /** A document that can be fetched, at `fileHost`. */
      sendFile(bytes: Uint8Array, title = 'to-trinh.pdf'): string {
        const href = `https://${fileHost}/${world.pictures.add(bytes)}`
        const params = JSON.stringify({
          fileSize: String(bytes.length),
          checksum: '',
          fileExt: title.split('.').at(-1),
        })
        const content = { title, description: '', href, thumb: '', childnumber: 0, action: '', params }
        const parts = { ...toAccount(content), msgType: 'share.file' }
        return tell(events.message('user', parts), parts.id)
      },
      /** Writes in a group, as a member from now on. @returns the message's id */
      sendTo(
        group: { id: string },
        text: string,
        { mention = false, ...sending }: SendingToGroup = {},
      ): string {
        groupOf(group.id).members.add(one.id)
        const name = `@${world.name}`
        const content = mention && !text.includes(name) ? `${name} ${text}` : text
        const mentions = [{ uid: world.uid, pos: content.indexOf(name), len: name.length, type: 0 as const }]
        const parts = { ...partsOf(one, group.id, content, sending), ...(mention ? { mentions } : {}) }
        return tell(events.message('group', parts), parts.id, sending.encrypt)
      },
      sendContentTo(group: { id: string }, { content, msgType }: Content, sending: Sending = {}): string {
        groupOf(group.id).members.add(one.id)
        const parts = { ...partsOf(one, group.id, content, sending), ...(msgType ? { msgType } : {}) }
        return tell(events.message('group', parts), parts.id, sending.encrypt)
      },
      /** Takes a message back, in a group if one is named. */
      undo(undone: string, group?: { id: string }): string {
        const parts = { ...partsOf(one, group?.id ?? '0', null, {}), undone }
        return tell(events.undo(group ? 'group' : 'user', parts), parts.id)
      },
      react(reactedTo: string, icon = '/-heart', group?: { id: string }): void {
        const parts = { ...partsOf(one, group?.id ?? '0', null, {}), icon, reactedTo }
        delivery.push(events.reaction(group ? 'group' : 'user', parts))
      },
      type: (group?: { id: string }) => delivery.push(events.typing(one.id, world.now(), group?.id)),
      gotIt: (msgId: string, group?: { id: string }) =>
        delivery.push(events.delivered(one.id, msgId, world.now(), group?.id)),
      see: (msgId: string, group?: { id: string }) => delivery.push(events.seen(one.id, msgId, group?.id)),
      /** What they got from the account, in their own chat. */
      messages: one.inbox.messages,
      next: one.inbox.next,
      listen: one.inbox.listen,
      /** A friend from now on, without a word. */
      befriend(): void {
        one.isFriend = true
        one.asks = false
      },
      unfriend(): void {
        one.isFriend = false
        delivery.push(events.friendEvent('remove', one.id))
      },
      requestFriend: (text = 'Xin chào') => friendRequest(text),
      withdrawRequest(): void {
        one.asks = false
        delivery.push(events.friendEvent('undo_req', { toUid: world.uid, fromUid: one.id }))
      },
      /** Takes on the account's own request. */
      accept(): void {
        one.asked = false
        one.isFriend = true
        delivery.push(events.friendEvent('add', one.id))
      },
      /** What the account is told when it writes to them, until `null`. */
      refuse(refusal: Refusal | null): void {
        one.refusal = refusal
      },
    }
  }

  function createGroup(group: Group) {
    function change(act: string, who: { id: string; name: string }, data: object = {}): void {
      const base = {
        subType: 1,
        groupId: group.id,
        creatorId: [...group.members][0],
        groupName: group.name,
        sourceId: who.id,
        updateMembers: [{ id: who.id, dName: who.name, avatar: '', type: 0, avatar_25: '' }],
        groupSetting: null,
        groupTopic: null,
        info: null,
        extraData: null,
        time: String(world.now()),
      }
      delivery.push(events.groupEvent(act, { ...base, ...data }))
    }
    const account = { id: world.uid, name: world.name }

    return {
      id: group.id,
      name: group.name,
      get members(): readonly string[] {
        return [...group.members]
      },
      messages: group.inbox.messages,
      next: group.inbox.next,
      listen: group.inbox.listen,
      join(person: { id: string; name: string }): void {
        group.members.add(person.id)
        change('join', person)
      },
      leave(person: { id: string; name: string }): void {
        group.members.delete(person.id)
        change('leave', person)
      },
      /** Somebody takes the account in. */
      addAccount(by: { id: string }): void {
        group.members.add(world.uid)
        change('join', account, { sourceId: by.id })
      },
      /** Somebody throws the account out. */
      removeAccount(by: { id: string }): void {
        group.members.delete(world.uid)
        change('remove_member', account, { sourceId: by.id })
      },
      /** Any other event of the group, by Zalo's word for it. */
      event: (act: string, by: { id: string; name: string }, data?: object) => change(act, by, data),
      refuse(refusal: Refusal | null): void {
        group.refusal = refusal
      },
    }
  }

  function groupOf(id: string): Group {
    const group = world.groups.get(id)
    if (!group) throw new Error(`no group ${id}`)
    return group
  }

  return {
    /** The person of this name, a stranger at first. */
    person(name: string, id?: string) {
      const one = world.addPerson(name, id)
      const made = persons.get(one.id) ?? createPerson(one)
      persons.set(one.id, made)
      return made
    },
    /** The group of this name, with the account in it. */
    group(name: string, id?: string) {
      const one = world.addGroup(name, id)
      const made = groups.get(one.id) ?? createGroup(one)
      groups.set(one.id, made)
      return made
    },
    /** The account's own phone or another device writes to somebody. */
    ownDevice: {
      send(to: { id: string }, text: string): string {
        const kind = world.groups.has(to.id) ? 'group' : 'user'
        const id = world.newMessageId()
        const at = world.now()
        const parts = { id, clientId: String(at), at, from: '0', to: to.id, name: world.name, content: text }
        return tell(events.message(kind, parts), id)
      },
    },
  }
}
