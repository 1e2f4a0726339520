import type { ServerResponse } from 'node:http'

/** What goes wrong with handing a picture out. */
export type PictureFault =
  | { kind: 'status'; status: number; location?: string }
  /** The connection ends in the middle. */
  | { kind: 'half' }
  /** It never ends. */
  | { kind: 'huge' }
  /** Nothing comes. */
  | { kind: 'hang' }

const megabyte = Buffer.alloc(1024 * 1024, 1)

/** The pictures that people have sent, which an emulator hands out over HTTP. */
export function createPictures() {
  const pictures = new Map<string, Buffer>()
  const faults: PictureFault[] = []
  const asked: string[] = []

  function begin(response: ServerResponse, length?: number): void {
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      ...(length === undefined ? {} : { 'content-length': length }),
    })
  }

  return {
    /** What was asked for, in order. */
    asked: asked as readonly string[],
    /** @returns under which name it can be asked for */
    add(bytes: Uint8Array): string {
      const name = `file_${pictures.size + 1}.jpg`
      pictures.set(name, Buffer.from(bytes))
      return name
    },
    sizeOf: (name: string): number | undefined => pictures.get(name)?.length,
    /** The next that is asked for comes to this. */
    fail: (...next: PictureFault[]) => void faults.push(...next),
    serve(name: string, response: ServerResponse): void {
      asked.push(name)
      const fault = faults.shift()
      const picture = pictures.get(name)
      if (fault?.kind === 'hang') return
      if (fault?.kind === 'status')
        return void response.writeHead(fault.status, fault.location ? { location: fault.location } : {}).end()
      if (!picture) return void response.writeHead(404).end()
      if (fault?.kind === 'huge') {
        begin(response)
        const more = () => void response.write(megabyte, () => response.destroyed || more())
        return more()
      }
      begin(response, picture.length)
      if (fault?.kind !== 'half') return void response.end(picture)
      response.write(picture.subarray(0, picture.length / 2), () => response.destroy())
    },
  }
}
