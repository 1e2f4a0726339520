import { createPictures } from '../pictures.ts'
import { createInbox, type Inbox, type Received } from './inbox.ts'

/** A refusal in Zalo's words. */
export interface Refusal {
  code: number
  message: string
}

export interface Someone {
  id: string
  name: string
  inbox: Inbox
  isFriend: boolean
  /** Has asked for the account's friendship and waits. */
  asks: boolean
  /** The account has asked for theirs. */
  asked: boolean
  /** What the account is told when it writes here. */
  refusal: Refusal | null
}

export interface Group {
  id: string
  name: string
  inbox: Inbox
  members: Set<string>
  refusal: Refusal | null
}

export interface WorldOptions {
  uid: string
  /** The account's own name, by which it is mentioned. */
  name: string
  /** Ids count up from here; Zalo's have 13 digits today. */
  firstMessageId: bigint
  now: () => number
}

export type World = ReturnType<typeof createWorld>

/** People, groups and what the account sent them: everything that outlives a call. */
export function createWorld({ uid, name, firstMessageId, now }: WorldOptions) {
  const people = new Map<string, Someone>()
  const groups = new Map<string, Group>()
  const byName = { people: new Map<string, Someone>(), groups: new Map<string, Group>() }
  const sent: Received[] = []
  let lastMessage = firstMessageId - 1n
  let lastOne = 0n

  /** 19 digits: more than a number holds. */
  function newId(first: bigint): string {
    lastOne += 7n
    return String(first + lastOne)
  }

  return {
    uid,
    name,
    now,
    people,
    groups,
    sent,
    /** Pictures that people have sent. */
    pictures: createPictures(),
    newMessageId(): string {
      lastMessage += 1n
      return String(lastMessage)
    },
    addPerson(personName: string, id = newId(3_921_883_749_283_000_000n)): Someone {
      const known = byName.people.get(personName)
      if (known) return known
      const inbox = createInbox(personName)
      const one = { id, name: personName, inbox, isFriend: false, asks: false, asked: false, refusal: null }
      people.set(id, one)
      byName.people.set(personName, one)
      return one
    },
    addGroup(groupName: string, id = newId(5_104_772_901_118_000_000n)): Group {
      const known = byName.groups.get(groupName)
      if (known) return known
      const one = {
        id,
        name: groupName,
        inbox: createInbox(groupName),
        members: new Set([uid]),
        refusal: null,
      }
      groups.set(id, one)
      byName.groups.set(groupName, one)
      return one
    },
    /** Puts down what the account sent, and into the hands of whoever gets it. */
    receive(message: Omit<Received, 'order' | 'at'>, inbox: Inbox): Received {
      const received = { ...message, order: sent.length + 1, at: now() }
      sent.push(received)
      inbox.add(received)
      return received
    },
  }
}
