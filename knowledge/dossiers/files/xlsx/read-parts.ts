import { posix } from 'node:path'
import { AppError } from '../../../../server/errors.ts'
import type { Archive } from './open-archive.ts'
import { parseXml, type XmlListener } from './parse-xml.ts'

/** Where in the archive what is read of a workbook lies. */
export interface Parts {
  /** The first sheet that is not hidden. */
  sheet: string
  /** Texts that cells name by number; absent when each holds its own. */
  strings?: string
  /** Whether days are counted from 1904, as Excel on old Macs did. */
  since1904: boolean
  /** How many sheets there are that could be read. */
  sheets: number
}

const root = '_rels/.rels'

/** What a list of parts or of sheets may unpack to, in bytes: it is held while it is read. */
const mostListed = 8 << 20

/** @throws AppError `bad_data` when the archive is no workbook */
export async function readParts(archive: Archive): Promise<Parts> {
  const no = new AppError(
    'bad_data',
    'the file is an archive and no XLSX workbook: save the table as XLSX or "CSV UTF-8"',
  )
  if (!archive.has(root)) throw no
  const book = [...(await readLinks(archive, root)).values()].find(({ type }) => type === 'officeDocument')
  if (!book || !archive.has(book.target)) throw no
  const links = await readLinks(
    archive,
    posix.join(posix.dirname(book.target), '_rels', `${posix.basename(book.target)}.rels`),
  )
  let since1904 = false
  const sheets: string[] = []
  await listen(archive, book.target, {
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = /^(?:1|true|on)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet' || /hidden/i.test(attributes.state ?? '')) return
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1]
      const link = links.get(id ?? '')
      if (link?.type === 'worksheet') sheets.push(link.target)
    },
  })
  const [sheet] = sheets
  if (sheet === undefined) throw no
  const strings = [...links.values()].find(({ type }) => type === 'sharedStrings')?.target
  return { sheet, ...(strings === undefined ? {} : { strings }), since1904, sheets: sheets.length }
}

interface Link {
  /** The last word of the relationship's type, the same in both dialects of the format. */
  type: string
  target: string
}

/** The parts that a part refers to, by id; paths are from the archive's root. */
async function readLinks(archive: Archive, path: string): Promise<Map<string, Link>> {
  const links = new Map<string, Link>()
  const base = posix.dirname(posix.dirname(path))
  await listen(archive, path, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(base, Target)
      links.set(Id, { type: posix.basename(Type), target })
    },
  })
  return links
}

async function listen(archive: Archive, path: string, listener: XmlListener): Promise<void> {
  for await (const _ of parseXml(await archive.stream(path, mostListed), listener));
}
