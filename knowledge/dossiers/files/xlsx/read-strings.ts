import type { Readable } from 'node:stream'
import { createTextGatherer, unescapeText } from './gather-text.ts'
import { parseXml } from './parse-xml.ts'
import { createTextStore, type TextStore } from './text-store.ts'

/** The texts that cells name by number. @throws AppError `bad_data` when they are broken or too many */
export async function readStrings(stream: Readable): Promise<TextStore> {
  const store = createTextStore()
  const gatherer = createTextGatherer()
  const listener = {
    open: gatherer.open,
    text: gatherer.text,
    close(name: string) {
      gatherer.close(name)
      if (name === 'si') store.add(unescapeText(gatherer.take()))
    },
  }
  for await (const _ of parseXml(stream, listener));
  return store
}
