import { useTranslation } from 'react-i18next'
import type { Block, StepState } from '../../bots/dialogue/reply.ts'
import { Icon } from './icon.tsx'

type Step = Extract<Block, { kind: 'steps' }>['items'][number]

const drawn = {
  done: { mark: 'tick', text: 'stepDone' },
  now: { mark: 'dot', text: 'stepNow' },
  waiting: { mark: 'hourglass', text: 'stepWaiting' },
  ended: { mark: 'square', text: 'stepEnded' },
  to_come: { mark: 'ring', text: 'stepToCome' },
} as const satisfies Record<StepState, object>

/** How far something has come: a row downwards, each step with a mark of its own shape and its state in words. */
export function Steps({ items }: { items: Step[] }) {
  const { t } = useTranslation()
  const present = items.findLastIndex(({ state }) => state !== 'done' && state !== 'to_come')
  return (
    <ol className="steps" aria-label={t('steps')}>
      {items.map(({ label, state }, index) => {
        const { mark, text } = drawn[state]
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are plain texts and never move
            key={index}
            className={`step ${state}`}
            {...(index === present ? { 'aria-current': 'step' as const } : {})}
          >
            <Icon name={mark} />
            <span className="step-text">
              {label}
              <span className={index === present ? 'note' : 'unseen-text'}>
                {index === present ? '' : ': '}
                {t(text)}
              </span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
