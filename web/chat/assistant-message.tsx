import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { BlockView } from './block-view.tsx'
import { Choices } from './choices.tsx'
import type { DrawnReply } from './conversation.ts'
import { Progress } from './progress.tsx'

interface AssistantMessageProps {
  message: DrawnReply
  onTap(ref: string, of: string): void
}

export const AssistantMessage = memo(function AssistantMessage({ message, onTap }: AssistantMessageProps) {
  const { t } = useTranslation()
  const { id, reply } = message
  const element = useRef<HTMLDivElement>(null)
  const held = useRef(false)

  // When the pressed button goes away with what it replaced, the keyboard stays at this message.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the replacement that matters
  useEffect(() => {
    if (held.current && document.activeElement === document.body) element.current?.focus()
  }, [id])

  return (
    <div
      className="message assistant"
      ref={element}
      tabIndex={-1}
      onFocus={() => {
        held.current = true
      }}
      onBlur={(event) => {
        if (event.relatedTarget) held.current = false
      }}
    >
      <span className="unseen-text">{t('assistant')} </span>
      <div className="card">
        {reply.progress && <Progress label={reply.progress} />}
        {reply.blocks.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no id, and their order is what they are
          <BlockView key={index} block={block} />
        ))}
      </div>
      {reply.choices && reply.choices.length > 0 && (
        <Choices choices={reply.choices} chosen={message.chosen} open={message.open} onTap={(ref) => onTap(ref, id)} />
      )}
    </div>
  )
})
