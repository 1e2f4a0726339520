import type { Group, Someone } from './world.ts'

type Given = Record<string, unknown>

/** A person, as Zalo describes one. */
export function profile({ id, name, isFriend }: Pick<Someone, 'id' | 'name' | 'isFriend'>) {
  return {
    userId: id,
    username: '',
    displayName: name,
    zaloName: name,
    avatar: '',
    bgavatar: '',
    cover: '',
    gender: 0,
    dob: 0,
    sdob: '',
    status: '',
    phoneNumber: '',
    isFr: isFriend ? 1 : 0,
    isBlocked: 0,
    lastActionTime: 0,
    lastUpdateTime: 0,
    isActive: 1,
    key: 0,
    type: 0,
    isActivePC: 0,
    isActiveWeb: 0,
    isValid: 1,
    userKey: id,
    accountStatus: 0,
    oaInfo: null,
    user_mode: 0,
    globalId: `G${id}`,
    bizPkg: { label: null, pkgId: 0 },
    createdTs: 0,
    oa_status: null,
  }
}

export function memberInfo({ id, name }: Pick<Someone, 'id' | 'name'>) {
  return {
    displayName: name,
    zaloName: name,
    avatar: '',
    accountStatus: 0,
    type: 0,
    lastUpdateTime: 0,
    globalId: `G${id}`,
    id,
  }
}

export function groupInfo(group: Group, people: ReadonlyMap<string, Someone>) {
  const memberIds = [...group.members]
  const known = memberIds.flatMap((id) => people.get(id) ?? [])
  return {
    groupId: group.id,
    name: group.name,
    desc: '',
    type: 1,
    creatorId: memberIds[0],
    version: '1',
    avt: '',
    fullAvt: '',
    memberIds: [],
    adminIds: [],
    currentMems: known.map(({ id, name }) => ({
      id,
      dName: name,
      zaloName: name,
      avatar: '',
      avatar_25: '',
      accountStatus: 0,
      type: 0,
    })),
    updateMems: [],
    admins: [],
    hasMoreMember: 0,
    subType: 1,
    totalMember: memberIds.length,
    maxMember: 1000,
    setting: { blockName: 0, lockSendMsg: 0, lockCreatePoll: 0, lockCreatePost: 0, joinAppr: 0 },
    createdTime: 0,
    visibility: 0,
    globalId: `G${group.id}`,
    e2ee: 0,
    extraInfo: { enable_media_store: 0 },
    memVerList: memberIds.map((id) => `${id}_0`),
    pendingApprove: { time: 0, uids: null },
  }
}

interface Made {
  id: string
  to: string
  at: number
  by: string
  given: Given
}

export function reminderOfGroup({ id, to, at, by, given }: Made) {
  return {
    editorId: by,
    emoji: given.emoji,
    color: given.color,
    groupId: to,
    creatorId: by,
    editTime: at,
    eventType: 0,
    params: JSON.parse(String(given.params)),
    type: given.type,
    duration: given.duration,
    repeatInfo: null,
    repeatData: [],
    createTime: at,
    repeat: given.repeat,
    startTime: given.startTime,
    id,
  }
}

export function reminderOfPerson({ id, to, at, by, given }: Made) {
  return {
    creatorUid: by,
    toUid: to,
    emoji: given.emoji,
    color: given.color,
    reminderId: id,
    createTime: at,
    repeat: given.repeat,
    startTime: given.startTime,
    editTime: at,
    endTime: -1,
    params: { ...(given.params as Given), setTitle: true },
    type: given.type,
  }
}

export function poll({ id, by, at, given }: { id: number; by: string; at: number; given: Given }) {
  const options = (given.options as string[]).map((content, index) => ({
    content,
    votes: 0,
    voted: false,
    voters: [],
    option_id: id * 100 + index,
  }))
  return {
    creator: by,
    question: given.question,
    options,
    joined: false,
    closed: false,
    poll_id: id,
    allow_multi_choices: given.allow_multi_choices,
    allow_add_new_option: given.allow_add_new_option,
    is_anonymous: given.is_anonymous,
    poll_type: given.poll_type,
    created_time: at,
    updated_time: at,
    expired_time: given.expired_time,
    is_hide_vote_preview: given.is_hide_vote_preview,
    num_vote: 0,
  }
}
