import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader'
import { cleanCodes } from './clean-codes.ts'
import { judgePhoto } from './judge-photo.ts'
import { unpacksWithin } from './unpacks-within.ts'

/** A thread that reads photos, one after another; see `createPhotoDecoder`, which starts it. */

/** What is printed on receipts and slips; pictures are taken by hand, askew and in bad light. */
const options: ReaderOptions = {
  formats: ['QRCode', 'DataMatrix', 'Code128', 'Code39', 'PDF417', 'EAN13', 'EAN8'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: 5,
  textMode: 'Plain',
}

// From the package beside us: left to itself the library would fetch it from a host of its own.
const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
await prepareZXingModule({
  overrides: { wasmBinary: new Uint8Array(wasm).buffer, print() {}, printErr() {} },
  fireImmediately: true,
})

parentPort?.on('message', (photo: Uint8Array) => {
  void read(photo).then((codes) => parentPort?.postMessage(codes))
})

async function read(photo: Uint8Array): Promise<string[]> {
  const judged = judgePhoto(photo)
  if (!judged.ok) return []
  const { type, unpackedBytes } = judged.header
  if (type === 'png' && !(await unpacksWithin(photo, unpackedBytes))) return []
  const found = await readBarcodes(photo, options)
  return cleanCodes(found.filter(({ isValid }) => isValid).map(({ text }) => text))
}
