import type { Readable } from 'node:stream'
import sax from 'sax'
import { isBroken } from './is-broken.ts'

/** What is heard of XML: names without their prefix, text in pieces. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text?(piece: string): void
  close?(name: string): void
}

/**
 * Reads XML as it comes, and stops after each piece for what has been made of it to be taken away. Nothing is kept
 * but the tag under way, which sax bounds to 64 kB; no document type and no entities but XML's own.
 * @throws AppError `bad_data` when it is not well-formed
 */
export async function* parseXml(stream: Readable, listener: XmlListener): AsyncGenerator<void> {
  const parser = sax.parser(true, { position: false })
  const local = (name: string) => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name)
  parser.onopentag = ({ name, attributes }) =>
    listener.open(local(name), attributes as Record<string, string>)
  parser.ontext = (piece) => listener.text?.(piece)
  parser.oncdata = (piece) => listener.text?.(piece)
  parser.onclosetag = (name) => listener.close?.(local(name))
  parser.ondoctype = () => {
    throw isBroken()
  }
  parser.onerror = (error) => {
    throw error
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const bytes of stream) {
      parser.write(decoder.decode(bytes, { stream: true }))
      yield
    }
    parser.write(decoder.decode())
    parser.close()
  } catch (cause) {
    throw isBroken(cause)
  }
}
