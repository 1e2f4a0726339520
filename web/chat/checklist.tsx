import { useTranslation } from 'react-i18next'
import type { Block, Choice } from '../../bots/dialogue/reply.ts'
import type { DrawnReply } from './conversation.ts'
import { Icon } from './icon.tsx'
import { readTick } from './tick.ts'

type Item = Extract<Block, { kind: 'checklist' }>['items'][number]

/**
 * The choices that tick the papers of a checklist, one a paper in the same order; null when they are something
 * else. Then the papers themselves can be pressed, and need not be listed twice.
 */
export function matchPapers(items: readonly Item[], choices: readonly Choice[]): Choice[] | null {
  const boxes = choices.filter(({ label }) => readTick(label) !== null)
  const match = items.every(({ text }, index) => {
    const tick = readTick(boxes[index]?.label ?? '')
    return tick !== null && text.startsWith(tick.text)
  })
  return match && boxes.length === items.length && items.length > 0 ? boxes : null
}

interface ChecklistProps {
  items: Item[]
  choices: Choice[] | null
  chosen: DrawnReply['chosen']
  onTap(ref: string): void
}

/** Papers to bring, ticked or not; each can be pressed when the assistant takes ticks. */
export function Checklist({ items, choices, chosen, onTap }: ChecklistProps) {
  const { t } = useTranslation()
  if (!choices) {
    return (
      <ul className="checklist">
        {items.map(({ text, note, done }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items are plain texts and never move
          <li key={index} className={done ? 'paper done' : 'paper'}>
            <Icon name={done ? 'ticked' : 'box'} />
            <span className="paper-text">
              <span className="unseen-text">{t(done ? 'done' : 'notDone')}: </span>
              {text}
              {note && <span className="note">{note}</span>}
            </span>
          </li>
        ))}
      </ul>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form, and these are answers in a conversation
    <div className="checklist" role="group" aria-label={t('papers')}>
      {choices.map(({ ref }, index) => {
        const { text = '', note, done = false } = items[index] ?? {}
        const waiting = chosen?.ref === ref && chosen.state === 'waiting'
        return (
          <button
            key={ref}
            type="button"
            className={done ? 'paper done' : 'paper'}
            aria-pressed={done}
            onClick={() => onTap(ref)}
          >
            {waiting ? <Icon name="hourglass" /> : <Icon name={done ? 'ticked' : 'box'} />}
            <span className="paper-text">
              {text}
              {note && <span className="note">{note}</span>}
            </span>
          </button>
        )
      })}
    </div>
  )
}
