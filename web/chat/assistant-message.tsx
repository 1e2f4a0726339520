import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { BlockView } from './block-view.tsx'
import { Checklist, matchPapers } from './checklist.tsx'
import { Choices } from './choices.tsx'
import type { DrawnReply } from './conversation.ts'
import { Progress } from './progress.tsx'

interface AssistantMessageProps {
  message: DrawnReply
  onTap(ref: string, of: string): void
}

export const AssistantMessage = memo(function AssistantMessage({ message, onTap }: AssistantMessageProps) {
  const { t } = useTranslation()
  const { id, reply, chosen } = message
  const choices = reply.choices ?? []
  const papers = reply.blocks.flatMap((block) => (block.kind === 'checklist' ? block.items : []))
  const ticks = matchPapers(papers, choices)
  const others = choices.filter((choice) => !ticks?.includes(choice))
  const last = reply.blocks.length - 1
  // What is asked comes last in a message and is what the eye must find.
  const question = reply.blocks[last]
  // A closing line with buttons below it is no question.
  const asks = reply.progress !== undefined || (question?.kind === 'text' && question.text.endsWith('?'))
  const tap = (ref: string) => onTap(ref, id)
  return (
    <div className="message assistant">
      <span className="unseen-text">{t('assistant')} </span>
      <div className="card">
        {reply.progress && <Progress label={reply.progress} />}
        {reply.blocks.map((block, index) =>
          block.kind === 'checklist' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no id, and their order is what they are
            <Checklist key={index} items={block.items} choices={ticks} chosen={chosen} onTap={tap} />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <BlockView key={index} block={block} strong={asks && index === last} />
          ),
        )}
      </div>
      {others.length > 0 && (
        <Choices
          choices={others}
          from={message.reply.numberedFrom ?? 1}
          chosen={chosen}
          open={message.open}
          onTap={tap}
        />
      )}
    </div>
  )
})
