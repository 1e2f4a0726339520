import pg from 'pg'

/**
 * How values come out: ids (bigint) and plain dates as strings, instants as ISO 8601 in UTC with milliseconds,
 * the rest as pg does it.
 */
export const parseValue: pg.CustomTypesConfig['getTypeParser'] = (oid, format) => {
  if (format !== 'binary') {
    if (oid === pg.types.builtins.TIMESTAMPTZ) return parseInstant
    if (oid === pg.types.builtins.DATE || oid === pg.types.builtins.INT8) return asIs
  }
  return pg.types.getTypeParser(oid, format)
}

function asIs(text: string): string {
  return text
}

/** "2026-11-21 05:00:00.123456+00" → "2026-11-21T05:00:00.123Z"; `infinity` and years past 9999 stay as they are. */
function parseInstant(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text)
  if (!parts) return text
  const [, date, time, fraction = ''] = parts
  return `${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
}
