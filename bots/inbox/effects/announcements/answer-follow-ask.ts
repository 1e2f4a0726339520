import type { FollowAnswer, FollowAsk } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'
import { answerPoll } from './answer-poll.ts'
import { findGroup } from './find-group.ts'
import { findOpenPolls } from './find-open-polls.ts'
import { followNews } from './follow-news.ts'
import { joinGroup } from './join-group.ts'
import { leaveGroup } from './leave-group.ts'
import { showFollowedNews } from './show-followed-news.ts'
import { stopNews } from './stop-news.ts'

/** Answers what a turn asks of who follows what, in the turn's own transaction. */
export async function answerFollowAsk(scope: EffectScope, ask: FollowAsk): Promise<FollowAnswer> {
  // What a group chat is told is a matter of its binding, and of nobody in it.
  if (scope.conversation.is_group)
    return ask.kind === 'answer_poll' ? { kind: 'poll_over' } : { kind: 'follows_nothing' }
  switch (ask.kind) {
    case 'follow':
      return followNews(scope, ask)
    case 'follows':
      return showFollowedNews(scope, ask)
    case 'stop_following':
      return stopNews(scope, ask)
    case 'find_group':
      return findGroup(scope, ask)
    case 'join_group':
      return joinGroup(scope, ask)
    case 'leave_group':
      return leaveGroup(scope, ask)
    case 'answer_poll':
      return answerPoll(scope, ask)
    case 'hear_poll':
      return findOpenPolls(scope)
  }
}
