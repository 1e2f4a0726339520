import { type Document, isMap, isNode, isScalar, isSeq } from 'yaml'
import type { Path } from './remark.ts'

/** Entries of these lists are named by another field than `id`. */
export const entryKeys: Readonly<Record<string, string>> = {
  versions: 'from',
  links: 'code',
  former_names: 'name',
}

/**
 * Where a place of the data is written down in a document.
 * @param data what the path leads through; the document may hold a part of it only, its lists in another order or as
 *   maps, so their entries are followed by name
 * @returns the offset in the text, and whether the place itself is there; if not, the offset of the nearest thing
 *   around it
 */
export function locate(document: Document, data: unknown, path: Path): { offset: number; written: boolean } {
  let node: unknown = document.contents
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
  let at = data
  let field = ''
  for (const part of path) {
    const value = valueIn(at, part)
    const found = Array.isArray(at)
      ? findEntry(node, Number(part), entryKeys[field] ?? 'id', value)
      : findField(node, String(part))
    if (!found) return { offset, written: false }
    offset = found.offset
    node = found.value
    if (!Array.isArray(at)) field = String(part)
    at = value
  }
  return { offset, written: true }
}

interface Found {
  offset: number
  value: unknown
}

/** For `papers:` with a list below it, its own line and not the list's. */
function findField(node: unknown, name: string): Found | undefined {
  const pair = isMap(node)
    ? node.items.find(({ key }) => isScalar(key) && String(key.value) === name)
    : undefined
  return isScalar(pair?.key) ? { offset: pair.key.range?.[0] ?? 0, value: pair.value } : undefined
}

function findEntry(node: unknown, index: number, key: string, entry: unknown): Found | undefined {
  const name = valueIn(entry, key)
  if (isMap(node)) return typeof name === 'string' ? findField(node, name) : undefined
  if (!isSeq(node)) return undefined
  const isIt = (item: unknown) => isMap(item) && item.get(key) === name
  // In a file that stands alone the place in the list is right, even where a name is there twice by mistake.
  const there = node.items[index]
  const item = typeof name !== 'string' || isIt(there) ? there : node.items.find(isIt)
  return isNode(item) ? { offset: item.range?.[0] ?? 0, value: item } : undefined
}

function valueIn(data: unknown, part: PropertyKey): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, part)
    ? (data as Record<PropertyKey, unknown>)[part]
    : undefined
}
