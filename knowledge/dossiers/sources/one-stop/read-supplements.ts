import type { FieldReader, Fields } from './create-field-reader.ts'
import type { FeedMap } from './one-stop-map.ts'

/** Longer texts are cut, in characters. */
const longestPaper = 500
const mostPapers = 50

/**
 * What was asked for in addition and has not been brought, and the due date that the last such request set.
 * @returns `due` as the system wrote it
 */
export function readSupplements(
  record: Fields,
  map: NonNullable<FeedMap['supplements']>,
  read: FieldReader,
): { papers: string[]; due?: string } {
  const requests = read.list(record, map.list) ?? []
  const open = requests.filter((one) => read.text(one, map.answered) === undefined)
  const papers = open.flatMap((one) => read.texts(one, map.paper))
  const due = requests.flatMap((one) => read.texts(one, map.due)).at(-1)
  return {
    papers: papers.slice(-mostPapers).map((paper) => paper.slice(0, longestPaper)),
    ...(due === undefined ? {} : { due }),
  }
}
