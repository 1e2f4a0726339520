import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/**
 * Tells the service worker which files the chat's shell consists of, and a version that changes with them:
 * replaces `__SHELL__` in its code.
 */
export function listShell(): Plugin {
  return {
    name: 'list-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle['service-worker.js']
      if (worker?.type !== 'chunk') return
      const files = Object.keys(bundle)
        .filter(
          (name) =>
            /^assets\/.*\.(js|css|woff2)$/.test(name) && !/^assets\/(board|front|procedures)/.test(name),
        )
        .map((name) => `/${name}`)
        .sort()
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
      worker.code = worker.code.replaceAll('__SHELL__', JSON.stringify({ version, files }))
    },
  }
}
