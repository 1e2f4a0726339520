import type { Block } from '../../bots/dialogue/reply.ts'
import { Icon } from './icon.tsx'
import { SpokenText } from './spoken-text.tsx'
import { Steps } from './steps.tsx'

/** Every block but a checklist, which can be pressed. */
export type PlainBlock = Exclude<Block, { kind: 'checklist' }>

/** One block of a message. Texts are plain: nothing in them is read as markup. */
export function BlockView({ block, strong }: { block: PlainBlock; strong: boolean }) {
  if (block.kind === 'title') return <h2>{block.text}</h2>
  if (block.kind === 'text')
    return (
      <p className={strong ? 'text strong' : 'text'}>
        <SpokenText text={block.text} />
      </p>
    )
  if (block.kind === 'list') {
    const List = block.ordered ? 'ol' : 'ul'
    return (
      <List>
        {block.items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items are plain texts and never move
          <li key={index}>{item}</li>
        ))}
      </List>
    )
  }
  if (block.kind === 'facts') {
    return (
      <dl>
        {block.items.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <SpokenText text={value.trimStart()} />
            </dd>
          </div>
        ))}
      </dl>
    )
  }
  if (block.kind === 'steps') return <Steps items={block.items} />
  return <LinkView label={block.label} url={block.url} />
}

/** A link leads to a page, a phone or a mail program; anything else is shown as text. */
function LinkView({ label, url }: { label: string; url: string }) {
  const safe = URL.canParse(url) && ['https:', 'http:', 'tel:', 'mailto:'].includes(new URL(url).protocol)
  if (!safe) return <p className="text">{label}</p>
  return (
    <a className="link" href={url} target="_blank" rel="noopener noreferrer">
      {label}
      <Icon name="outward" />
    </a>
  )
}
