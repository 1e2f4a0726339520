import { Temporal } from 'temporal-polyfill'
import { type ChannelName, hoursToWrite } from '../../channels/channel.ts'
import type { Effect } from '../../dialogue/effect.ts'
import type { Reply } from '../../dialogue/reply.ts'
import { askForReading } from './ask-for-reading.ts'
import { cancelReminders } from './cancel-reminders.ts'
import type { EffectScope } from './effect-scope.ts'
import { eraseConversation } from './erase-conversation.ts'
import { issueCode } from './issue-code.ts'
import { planReminder } from './plan-reminder.ts'

/** What came of a turn's effects. */
export interface CarriedOut {
  /** Said after the turn's own replies. */
  replies: Reply[]
  /** When reminders are due, to be told to the queue after the commit. */
  reminders: string[]
  /** The conversation that took the place of an erased one. */
  fresh?: string
}

/** Carries out the effects of one turn in its transaction. Erasing comes last, whatever the order given. */
export async function carryOut(
  effects: readonly Effect[],
  scope: EffectScope,
  event: string,
): Promise<CarriedOut> {
  const result: CarriedOut = { replies: [], reminders: [] }
  for (const effect of effects) {
    switch (effect.kind) {
      case 'remind':
        await planReminder(scope, effect)
        result.reminders.push(effect.at)
        if (outlastsWindow(scope, effect.at))
          result.replies.push(...scope.sayings.reminderMayWait(effect.lang))
        break
      case 'cancel_reminders':
        await cancelReminders(scope)
        break
      case 'issue_code':
        result.replies.push(...(await issueCode(scope, effect)))
        break
      case 'read_photo':
        await askForReading(scope, effect)
        break
      case 'erase':
        break
    }
  }
  if (effects.some((effect) => effect.kind === 'erase'))
    return { ...result, reminders: [], fresh: await eraseConversation(scope, event) }
  return result
}

function outlastsWindow({ conversation, now }: EffectScope, at: string): boolean {
  const hours: Partial<Record<ChannelName, number>> = hoursToWrite
  const most = hours[conversation.channel]
  return (
    most !== undefined && Temporal.Instant.compare(at, Temporal.Instant.from(now).add({ hours: most })) > 0
  )
}
