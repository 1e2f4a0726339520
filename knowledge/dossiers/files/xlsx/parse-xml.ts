import type { Readable } from 'node:stream'
import sax from 'sax'
import { isBroken } from './is-broken.ts'

/** What is heard of XML: names without their prefix, text in pieces. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text?(piece: string): void
  close?(name: string): void
}

/** A workbook's elements lie within each other some ten deep, and have some dozen attributes. */
const deepest = 100
const mostAttributes = 1000

/**
 * Reads XML as it comes, and stops after each piece for what has been made of it to be taken away. Of a text nothing
 * is kept, and of the tag under way not much over 64 kB; no document type and no entities but XML's own.
 * @throws AppError `bad_data` when it is not well-formed, or its tags are more than a workbook's can be
 */
export async function* parseXml(stream: Readable, listener: XmlListener): AsyncGenerator<void> {
  const parser = sax.parser(true, { position: false })
  const local = (name: string) => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name)
  let depth = 0
  let attributesLeft = mostAttributes
  parser.onattribute = () => {
    if (--attributesLeft < 0) throw isBroken()
  }
  parser.onopentag = ({ name, attributes }) => {
    if (++depth > deepest) throw isBroken()
    attributesLeft = mostAttributes
    listener.open(local(name), attributes as Record<string, string>)
  }
  parser.ontext = (piece) => listener.text?.(piece)
  parser.oncdata = (piece) => listener.text?.(piece)
  parser.onclosetag = (name) => {
    depth--
    listener.close?.(local(name))
  }
  parser.ondoctype = () => {
    throw isBroken()
  }
  parser.onerror = (error) => {
    throw error
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  // sax bounds what it holds whenever it is some way on, but counts its way, if it does, by single characters.
  let read = 0
  try {
    for await (const bytes of stream) {
      const piece = decoder.decode(bytes, { stream: true })
      read += piece.length
      parser.position = read
      parser.write(piece)
      yield
    }
    parser.write(decoder.decode())
    parser.close()
  } catch (cause) {
    throw isBroken(cause)
  }
}
