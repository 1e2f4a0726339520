import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { KnowledgeParts } from '../../../bots/flows/create-knowledge.ts'
import { findBoardFile } from '../../../office/board/find-board-file.ts'
import { findBoardGroup } from '../../../office/board/find-board-group.ts'
import { readBoard } from '../../../office/board/read-board.ts'
import { readBoardItem } from '../../../office/board/read-board-item.ts'
import { filePath } from '../../announcements/file-path.ts'
import { readSignedId } from '../../announcements/sign-id.ts'
import type { Clock } from '../../clock.ts'
import type { Sql } from '../../database/sql.ts'
import { AppError } from '../../errors.ts'
import { addressOfServer } from '../address-of-server.ts'
import { followPath } from '../link-page/follow-link.ts'
import type { LinkDoor } from '../link-page/render-link-page.ts'
import { packPage } from '../procedure-pages/pack-page.ts'
import { addressOf } from '../procedure-pages/read-view.ts'
import { renderPage } from '../procedure-pages/render-page.ts'
import { sendPage } from '../procedure-pages/send-page.ts'
import { replyWithErrorPage } from '../reply-with-error.ts'
import { builtWebApp, findBuilt } from '../web-app.ts'
import { boardPaths } from './board-paths.ts'
import { type BoardScope, createBoardScope } from './board-scope.ts'
import { boardTexts } from './board-texts.ts'
import { followDoors } from './follow-doors.ts'
import { frameBoardPage } from './frame-board-page.ts'
import { type AskedBoard, anId, readBoardView } from './read-board-view.ts'
import { renderBoard } from './render-board.ts'
import { renderEvent } from './render-event.ts'
import { renderFeed } from './render-feed.ts'
import { renderItem } from './render-item.ts'
import { renderPoster } from './render-poster.ts'
import { renderScreen } from './render-screen.ts'
import { renderUnits } from './render-units.ts'
import { sendAbsent } from './send-absent.ts'
import { sendBoardFile } from './send-board-file.ts'
import { sendFeed } from './send-feed.ts'

export interface BoardPagesOptions {
  sql: Sql
  /** Asked at each view, as it may have been loaded anew. */
  knowledge(): KnowledgeParts
  clock: Clock
  /** For addresses of announcements alone (`sign-id.ts`). */
  addressKey: Uint8Array
  /** Ways into the channels that run, besides the web chat; those not known yet are left out. */
  channels(payload: string): readonly LinkDoor[]
  /** The beginning of addresses in codes and feeds, without a slash at its end; by default, how the page was asked for. */
  publicUrl?: string
  /** The built web app; by default the one of this checkout. */
  webRoot?: string
}

type OfUnit = { Params: { unit: string } }

/** A whole office or a mobile operator's gateway can be one address; five pages a second are a crowd of readers. */
const perMinute = 300
/** Announcements of a page, of the feed, and of a screen in a hall, and so many characters of each. */
const onPage = { most: 20, excerpt: 500 }
const inFeed = { most: 30, excerpt: 3000 }
const onScreen = { most: 8, excerpt: 700 }

/** `/u` and below: what units announce to the public, to be read, followed, printed and shown in a hall. */
export function boardPages(options: BoardPagesOptions): FastifyPluginAsync {
  const { sql, clock } = options
  const root = options.webRoot ?? builtWebApp
  const style = findBuilt(root, 'board/board.css')
  const screenScript = findBuilt(root, 'board/screen.ts')
  const page = { schema: { hide: true } as object, config: { rateLimit: { max: perMinute } } }
  const now = () => clock.now().toString()

  function look(request: FastifyRequest<OfUnit>): { asked: AskedBoard; scope: BoardScope } {
    const asked = readBoardView(request.query)
    const { unit } = request.params
    const base = addressOfServer(request, options.publicUrl)
    const scope = createBoardScope({
      parts: options.knowledge(),
      lang: asked.lang,
      unit,
      base,
      filePath: (file) => filePath(options.addressKey, unit, file),
      follow: `${base}${followPath(unit)}`,
      doors: followDoors(unit, boardTexts[asked.lang].web, options.channels),
    })
    if (!scope) throw new AppError('not_found', 'no such unit is served')
    return { asked, scope }
  }

  return async (app) => {
    app.setErrorHandler(replyWithErrorPage(findBuilt(root, 'front/front.css')))

    app.get('/u', page, async (request, reply) => {
      const { lang } = readBoardView(request.query)
      const { units, served } = options.knowledge()
      const [only] = served
      if (only !== undefined && served.length === 1)
        return reply.redirect(addressOf(boardPaths.board(only), lang), 302)
      const base = addressOfServer(request, options.publicUrl)
      const main = renderUnits(units.all, lang)
      const html = renderPage({ lang, base, style, title: boardTexts[lang].pick, path: '/u', main })
      return sendPage(request, reply, await packPage(html))
    })

    app.get<OfUnit>('/u/:unit/', page, async (request, reply) => {
      const { scope, asked } = look(request)
      return reply.redirect(addressOf(boardPaths.board(scope.unit), asked.lang), 308)
    })

    app.get<OfUnit>('/u/:unit', page, async (request, reply) => {
      const { asked, scope } = look(request)
      if (asked.screen) return sendScreen(reply, asked, scope)
      const { unit } = scope
      const topic = scope.topics.find(({ id }) => id === asked.topic)?.id
      const before = asked.before
      const given = {
        unit,
        now: now(),
        ...onPage,
        ...(topic ? { topic } : {}),
        ...(before ? { before } : {}),
      }
      const { items, more } = await readBoard(sql, given)
      const main = renderBoard({ items, more, topic, further: before !== undefined }, scope)
      const path = boardPaths.board(unit)
      // Pages further back change as others come: what is to be found is the first, and each announcement.
      const html = frameBoardPage(scope, style, {
        path,
        query: { topic, before },
        main,
        ...(before ? { hidden: true } : {}),
      })
      return sendPage(request, reply, await packPage(html))
    })

    app.get<OfUnit>('/u/:unit/feed.xml', page, async (request, reply) => {
      const { scope } = look(request)
      const { items } = await readBoard(sql, { unit: scope.unit, now: now(), ...inFeed })
      const shared = options.publicUrl !== undefined
      return sendFeed(request, reply, { xml: renderFeed(items, scope), items, shared })
    })

    app.get<OfUnit>('/u/:unit/poster', page, async (request, reply) => {
      const { asked, scope } = look(request)
      const { base, unit, texts } = scope
      const name = asked.group === undefined ? undefined : await findBoardGroup(sql, unit, asked.group)
      if (asked.group !== undefined && name === undefined) throw new AppError('not_found', 'no such group')
      const main = renderPoster(
        scope,
        name === undefined ? undefined : { name, address: `${base}/l/${asked.group}` },
      )
      const path = boardPaths.poster(unit)
      const html = frameBoardPage(scope, style, {
        path,
        query: { group: asked.group },
        title: texts.poster,
        main,
        hidden: true,
      })
      return sendPage(request, reply, await packPage(html))
    })

    app.get<{ Params: { unit: string; key: string } }>(
      '/u/:unit/files/:key/:name',
      page,
      async (request, reply) => {
        look(request)
        const id = readSignedId(options.addressKey, 'file', request.params.key)
        const found = id === undefined ? undefined : await findBoardFile(sql, id, now())
        if (id === undefined || found === undefined || found.kind === 'unknown')
          throw new AppError('not_found', 'no such file')
        if (found.kind === 'gone') throw new AppError('gone', 'the announcement of the file is over')
        return sendBoardFile(request, reply, { sql, id, file: found.file })
      },
    )

    app.get<{ Params: { unit: string; item: string } }>('/u/:unit/:item', page, async (request, reply) => {
      const { scope } = look(request)
      const { unit, lang } = scope
      const [named = '', isEvent] = request.params.item.split(/(?=\.ics$)/)
      // From a message, which may be for a few only: those have its key.
      const told = isEvent ? readSignedId(options.addressKey, 'event', named) : undefined
      const id = told ?? named
      if (!anId.test(id)) throw new AppError('not_found', 'not the form of an id')
      const found = await readBoardItem(sql, { unit, id, now: now(), whoever: told !== undefined })
      const path = boardPaths.item(unit, id)
      if (found.kind === 'replaced')
        return reply.redirect(addressOf(boardPaths.item(unit, found.by), lang), 302)
      if (found.kind !== 'here') return sendAbsent(request, reply, { scope, style, kind: found.kind })
      if (isEvent) return sendEvent(reply, id, renderEvent(found.item, scope, told === undefined))
      const main = renderItem(found.item, scope)
      const html = frameBoardPage(scope, style, { path, title: found.item.content.title, main })
      return sendPage(request, reply, await packPage(html))
    })
  }

  async function sendScreen(reply: FastifyReply, { turn }: AskedBoard, scope: BoardScope) {
    const { items } = await readBoard(sql, { unit: scope.unit, now: now(), ...onScreen })
    const html = renderScreen({ items, turn, now: clock.now(), style, script: screenScript }, scope)
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
  }
}

function sendEvent(reply: FastifyReply, id: string, event: string | undefined): FastifyReply {
  if (event === undefined) throw new AppError('not_found', 'the announcement has no event')
  return reply
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', `attachment; filename="thong-bao-${id}.ics"`)
    .type('text/calendar; charset=utf-8')
    .send(event)
}
