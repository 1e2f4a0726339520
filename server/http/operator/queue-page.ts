import type { FastifyPluginAsync } from 'fastify'
import type { QueueLook } from '../../../workers/queue/look-at-queue.ts'
import { escapeHtml } from '../escape-html.ts'
import type { OperatorAccess } from './operator-access.ts'
import { operatorPages } from './operator-pages.ts'

export interface QueuePageOptions {
  operators: Pick<OperatorAccess, 'require' | 'renderNotice'>
  /** How the queues are; null while their engine is away. */
  look(): Promise<readonly QueueLook[] | null>
  /** How much waits in our own tables. */
  depth(): Promise<{ events: number; messages: number }>
}

const perMinute = 60
const words = {
  title: 'Hàng đợi',
  vi: 'Mỗi hàng đợi chỉ giữ lời nhắc “đến giờ làm”. Việc phải làm nằm trong cơ sở dữ liệu, mỗi phút được rà lại một lần, nên lời nhắc mất đi không làm mất việc nào.',
  en: 'A queue only holds wake-ups. What is to be done stands in the database and is looked through every minute, so a wake-up that is lost loses nothing.',
}
const states: Record<keyof QueueLook['counts'], string> = {
  waiting: 'đang chờ',
  active: 'đang làm',
  delayed: 'hẹn giờ',
  failed: 'hỏng',
}

/** The page of the queues, for whoever has a link to it (`cli link queues`). There is nothing to press on it. */
export function queuePage({ operators, look, depth }: QueuePageOptions): FastifyPluginAsync {
  return async (app) => {
    app.get(
      operatorPages.queues,
      {
        schema: { hide: true } as object,
        config: { rateLimit: { max: perMinute } },
        onRequest: operators.require('queues'),
      },
      async (_request, reply) => {
        const [queues, waiting] = await Promise.all([look(), depth()])
        const inside = `${renderQueues(queues)}
<h2>Trong cơ sở dữ liệu <span lang="en">In the database</span></h2>
<ul class="channels"><li><b>Tin nhận, chờ xử lý</b> ${waiting.events}</li>
<li><b>Tin gửi, chờ đi</b> ${waiting.messages}</li></ul>`
        return reply
          .header('cache-control', 'no-store')
          .type('text/html; charset=utf-8')
          .send(operators.renderNotice({ ...words, inside }))
      },
    )
  }
}

function renderQueues(queues: readonly QueueLook[] | null): string {
  if (!queues)
    return '<p>Hiện chưa nối được với nơi giữ hàng đợi. <span lang="en">The engine of the queues is away.</span></p>'
  return queues.map(renderQueue).join('\n')
}

function renderQueue({ name, counts, failures }: QueueLook): string {
  const lines = Object.entries(states).map(
    ([state, label]) =>
      `<li><b>${label} <span lang="en">${state}</span></b> ${counts[state as keyof typeof states]}</li>`,
  )
  const failed = failures.map(
    ({ reason, attempts, again }) =>
      `<li>${escapeHtml(reason)} (${attempts} lần${again ? ', sẽ thử lại' : ''})</li>`,
  )
  return `<h2>${escapeHtml(name)}</h2>
<ul class="channels">${lines.join('\n')}</ul>${failed.length > 0 ? `\n<ul class="channels">${failed.join('\n')}</ul>` : ''}`
}
