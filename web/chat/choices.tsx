import { useTranslation } from 'react-i18next'
import type { Choice } from '../../bots/dialogue/reply.ts'
import type { DrawnReply } from './conversation.ts'
import { Icon } from './icon.tsx'
import { readTick } from './tick.ts'

interface ChoicesProps {
  choices: Choice[]
  /** What the first is numbered; numbers are shown where they begin at 1, since papers beside them show none. */
  from: number
  chosen: DrawnReply['chosen']
  open: boolean
  onTap(ref: string): void
}

/** The answers on offer. Those of an older question stay, quieter: tapping one there changes the answer. */
export function Choices({ choices, from, chosen, open, onTap }: ChoicesProps) {
  const { t } = useTranslation()
  const ticking = choices.some(({ label }) => readTick(label))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form, and these are answers in a conversation
    <div
      className={['choices', open && 'open', from !== 1 && 'unnumbered'].filter(Boolean).join(' ')}
      role="group"
      aria-label={t(open ? 'choices' : 'olderChoices')}
    >
      {choices.map(({ label, ref, wayOut }) => {
        const mine = chosen?.ref === ref ? chosen : null
        const tick = readTick(label)
        if (tick) {
          return (
            <button
              key={ref}
              type="button"
              className={tick.ticked ? 'choice ticked' : 'choice'}
              aria-pressed={tick.ticked}
              onClick={() => onTap(ref)}
            >
              {mine?.state === 'waiting' ? (
                <Icon name="hourglass" />
              ) : (
                <Icon name={tick.ticked ? 'ticked' : 'box'} />
              )}
              <span>{tick.text}</span>
            </button>
          )
        }
        return (
          <button
            key={ref}
            type="button"
            className={['choice', wayOut && 'way-out', ticking && 'finish', mine && `chosen ${mine.state}`]
              .filter(Boolean)
              .join(' ')}
            aria-pressed={mine ? true : undefined}
            onClick={() => onTap(ref)}
          >
            {mine && (mine.state === 'waiting' ? <Icon name="hourglass" /> : <Icon name="tick" />)}
            <span>{label}</span>
          </button>
        )
      })}
    </div>
  )
}
