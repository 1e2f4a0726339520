import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../server/load-knowledge.ts'
import { playTranscript, readHead, type TranscriptHead } from '../support/play-transcript.ts'

const folder = import.meta.dirname
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.txt'),
)

/** What the citizen does and what the assistant answers. `npm test -- -u` records the answers anew. */
const known = new Map<string, ReturnType<typeof loadKnowledge>>()

/** Transcripts of one day and one ward share what is loaded. */
function load({ now, units }: TranscriptHead) {
  const today = now.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate()
  const key = `${today} ${units.join()}`
  const loaded = known.get(key) ?? loadKnowledge({ served: units, today })
  known.set(key, loaded)
  return loaded
}

describe('golden transcripts', () => {
  it.each(files)('%s', async (name) => {
    const file = join(folder, name)
    const source = readFileSync(file, 'utf8')
    const head = readHead(source)
    const { knowledge } = await load(head)
    await expect(playTranscript(source, head, knowledge)).toMatchFileSnapshot(file)
    expect(basename(file)).toMatch(/^[a-z0-9-]+\.txt$/)
  })
})
