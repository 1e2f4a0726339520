import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { WebChatLimits } from '../../bots/channels/web/limits.ts'
import { webChatRoutes } from '../../bots/channels/web/routes.ts'
import { createSessions } from '../../bots/channels/web/session.ts'
import { createPhotoDecoder } from '../../bots/photos/create-photo-decoder.ts'
import { createHealth } from '../../server/health.ts'
import { createHttp } from '../../server/http/create-http.ts'
import { createLog } from '../../server/log.ts'
import { createMetrics } from '../../server/metrics.ts'
import { freePort } from '../support/free-port.ts'
import { createBirthScript } from './birth-script.ts'
import { createScriptedChat } from './scripted-chat.ts'

const root = fileURLToPath(new URL('../../web', import.meta.url))

/** Builds the web app as it is in the tree now, into a folder of its own. */
export async function buildWebApp(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'motcua-dist-'))
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
  return outDir
}

/** The real server and page on a scripted conversation. */
export async function startWebChat(webRoot: string, limits: Partial<WebChatLimits> = {}) {
  const chat = createScriptedChat(createBirthScript())
  const decoder = createPhotoDecoder({ log: createLog('silent') })
  const launch = async (at: number) => {
    const http = await createHttp({
      log: createLog('silent'),
      health: createHealth(),
      metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
      frontPage: () => ({
        units: ['Xã Thượng Phúc'],
        channels: [
          { label: 'Trang web', on: true, url: '/chat' },
          { label: 'Telegram', on: false },
        ],
      }),
      routes: [
        webChatRoutes({
          source: chat.source,
          sessions: createSessions(Buffer.alloc(32, 3)),
          decodePhoto: decoder.decode,
          limits: { messagesPerSession: 1000, ...limits },
        }),
      ],
      webRoot,
    })
    return { http, base: await http.listen({ host: '127.0.0.1', port: at }) }
  }
  // While it is away, nobody else may be given its port.
  const first = await launch(await freePort())
  const running = { http: first.http }
  return {
    chat,
    base: first.base,
    close: () => Promise.all([running.http.close(), decoder.stop()]),
    /** The server goes away and comes back on the same port. */
    start: async () => {
      running.http = (await launch(Number(new URL(first.base).port))).http
    },
  }
}
