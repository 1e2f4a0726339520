export interface MultipartFile {
  name: string
  bytes: Buffer
}

/** The parts of a `multipart/form-data` body, as a server reads them. @returns null for any other body */
export function readMultipart(
  type: string | undefined,
  body: Buffer,
): { fields: Record<string, string>; files: Record<string, MultipartFile> } | null {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type ?? '')?.[1]
  if (!boundary) return null
  const fields: Record<string, string> = {}
  const files: Record<string, MultipartFile> = {}
  const mark = Buffer.from(`--${boundary}`)
  for (let from = body.indexOf(mark); from >= 0; ) {
    const to = body.indexOf(mark, from + mark.length)
    if (to < 0) break
    readPart(body.subarray(from + mark.length + 2, to - 2), fields, files)
    from = to
  }
  return { fields, files }
}

function readPart(part: Buffer, fields: Record<string, string>, files: Record<string, MultipartFile>): void {
  const end = part.indexOf('\r\n\r\n')
  const head = part.subarray(0, end).toString('utf8')
  const bytes = Buffer.from(part.subarray(end + 4))
  const field = /\bname="([^"]*)"/.exec(head)?.[1]
  const name = /\bfilename="([^"]*)"/.exec(head)?.[1]
  if (field === undefined) return
  if (name === undefined) fields[field] = bytes.toString('utf8')
  else files[field] = { name, bytes }
}
