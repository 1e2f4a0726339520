import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Measurement } from './measurement.ts'

const dist = resolve(import.meta.dirname, '../../web/dist')

interface ManifestEntry {
  file: string
  imports?: string[]
}

/** Script that the chat page loads first: its entry and all that it imports at once, gzipped. */
export function benchWebScript(): Measurement {
  const manifest: Record<string, ManifestEntry> = JSON.parse(
    readFileSync(`${dist}/.vite/manifest.json`, 'utf8'),
  )
  const files = new Set<string>()
  const collect = (name: string) => {
    const entry = manifest[name]
    if (!entry || files.has(entry.file)) return
    files.add(entry.file)
    entry.imports?.forEach(collect)
  }
  collect('chat/index.html')
  const bytes = [...files].map((file) => gzipSync(readFileSync(`${dist}/${file}`), { level: 9 }).length)
  return {
    name: 'web chat: script on first load',
    unit: 'KB, gzip',
    bar: '≤ 150 KB',
    peerName: 'none',
    pairs: [{ ours: bytes.reduce((total, one) => total + one, 0) / 1024 }],
    notes: [`${files.size} files`],
  }
}
