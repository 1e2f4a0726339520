import { fileURLToPath } from 'node:url'
import { loadFacts } from '../files/load-facts.ts'
import { type LifeEvent, lifeEventsFile } from './life-events.ts'

const builtIn = fileURLToPath(new URL('./data/life-events.yaml', import.meta.url))

/**
 * The life events, with an operator's `life-events.yaml` laid over the built-in one.
 * @param known whether a procedure of this code is known: an event that leads to another is a mistake
 * @param ownFolder the operator's folder of facts (`KNOWLEDGE_DIR`)
 * @returns the events in the order of the file, and why the own file was set aside, if it was
 * @throws AppError `bad_data`, naming file and line, when the built-in file is bad
 */
export async function loadLifeEvents(
  known: (code: string) => boolean,
  ownFolder?: string,
): Promise<{ events: LifeEvent[]; problem?: string }> {
  const schema = lifeEventsFile.check(({ value, issues }) => {
    for (const [id, { steps }] of Object.entries(value.events)) {
      for (const [index, { code }] of steps.entries()) {
        if (known(code)) continue
        const path = ['events', id, 'steps', index, 'code']
        issues.push({ code: 'custom', input: value, path, message: `there is no procedure ${code}` })
      }
    }
  })
  const own = ownFolder === undefined ? undefined : { folder: ownFolder, name: 'life-events.yaml' }
  const { facts, problem } = await loadFacts(schema, builtIn, own)
  const events = Object.entries(facts.events).map(([id, event]) => ({ id, ...event }))
  return { events, ...(problem !== undefined && { problem }) }
}
