import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../server/load-knowledge.ts'
import { playTranscript, readHead } from '../support/play-transcript.ts'

const folder = import.meta.dirname
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.txt'),
)

/** What the citizen does and what the assistant answers. `npm test -- -u` records the answers anew. */
describe('golden transcripts', () => {
  it.each(files)('%s', async (name) => {
    const file = join(folder, name)
    const source = readFileSync(file, 'utf8')
    const head = readHead(source)
    const { knowledge } = await loadKnowledge({ served: head.units })
    await expect(playTranscript(source, head, knowledge)).toMatchFileSnapshot(file)
    expect(basename(file)).toMatch(/^[a-z0-9-]+\.txt$/)
  })
})
