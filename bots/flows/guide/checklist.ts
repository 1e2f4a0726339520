import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { Block, Reply } from '../../dialogue/reply.ts'
import type { FinishedGuide } from '../../dialogue/state.ts'
import { papersOf, sayPaper } from './case-facts.ts'

/** The personal checklist of a finished guide, to be ticked off paper by paper. */
export function checklist(
  procedure: Procedure,
  guide: Pick<FinishedGuide, 'run' | 'ticked'>,
  scope: Scope,
): Reply {
  const papers = papersOf(procedure, scope)
  const needed = papers.filter(({ notNeeded }) => notNeeded === undefined)
  const ticked = new Set(guide.ticked)
  const left = needed.filter(({ paper }) => !ticked.has(paper.id)).length
  const blocks: Block[] = [
    { kind: 'title', text: scope.text('checklist.title', { guide: procedure.short[scope.lang] }) },
  ]
  if (needed.length) {
    blocks.push({
      kind: 'checklist',
      items: needed.map(({ paper }) => ({ ...sayPaper(paper, scope), done: ticked.has(paper.id) })),
    })
    blocks.push({
      kind: 'text',
      text: left ? scope.text('checklist.left', { count: left }) : scope.text('checklist.all'),
    })
  } else {
    blocks.push({ kind: 'text', text: scope.text('checklist.none') })
  }
  const spared = papers.flatMap(({ paper, notNeeded }) =>
    notNeeded === undefined ? [] : [`${paper.name[scope.lang]}: ${notNeeded}`],
  )
  if (spared.length) {
    blocks.push({ kind: 'text', text: scope.text('checklist.spared') }, { kind: 'list', items: spared })
  }
  const choices = needed.map(({ paper }) => ({
    label: `${ticked.has(paper.id) ? '☑' : '☐'} ${paper.name[scope.lang]}`,
    ref: `t:${guide.run}.${paper.id}`,
  }))
  return { blocks, ...(choices.length ? { choices } : {}) }
}
