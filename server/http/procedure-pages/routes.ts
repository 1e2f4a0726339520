import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { KnowledgeParts } from '../../../bots/flows/create-knowledge.ts'
import { hanoiDay } from '../../../knowledge/calendar/hanoi-day.ts'
import type { Clock } from '../../clock.ts'
import { addressOfServer } from '../address-of-server.ts'
import { escapeHtml } from '../escape-html.ts'
import { replyWithErrorPage } from '../reply-with-error.ts'
import { builtWebApp, findBuilt } from '../web-app.ts'
import type { CatalogueView } from './catalogue-view.ts'
import type { Door } from './door.ts'
import { createKeptPages } from './keep-pages.ts'
import { linkNumbers } from './link-numbers.ts'
import { addressOf, readView, type View } from './read-view.ts'
import { chatPath, procedurePath } from './render-entry.ts'
import { renderIndex } from './render-index.ts'
import { renderPage } from './render-page.ts'
import { renderProcedure } from './render-procedure.ts'
import { sendOnce, sendPage } from './send-page.ts'
import { pageTexts } from './texts.ts'

export interface ProcedurePagesOptions {
  /** Asked at each view, as it may have been loaded anew. */
  knowledge(): KnowledgeParts
  clock: Clock
  /** The beginning of addresses on paper, without a slash at its end; by default, how the page was asked for. */
  publicUrl?: string
  /** Ways into other channels at a procedure, besides the web chat; those not known yet are left out. */
  channels(code: string): readonly Door[]
  /** The built web app; by default the one of this checkout. */
  webRoot?: string
}

/** A whole office or a mobile operator's gateway can be one address; five pages a second are a crowd of readers. */
const perMinute = 300

/** `/thu-tuc` and `/thu-tuc/<code>`: what the ward handles, to be read, searched and printed. */
export function procedurePages(options: ProcedurePagesOptions): FastifyPluginAsync {
  const root = options.webRoot ?? builtWebApp
  const style = findBuilt(root, 'procedures/procedures.css')
  const script = findBuilt(root, 'procedures/print.ts')
  const keptPages = createKeptPages()
  const page = { schema: { hide: true } as object, config: { rateLimit: { max: perMinute } } }

  const look = (request: FastifyRequest) => {
    const asked = readView(request.query)
    const kept = keptPages(options.knowledge(), hanoiDay(options.clock.now()))
    const view = kept.view(asked.lang)
    return {
      asked: withoutUnknown(asked, view),
      view,
      kept,
      base: addressOfServer(request, options.publicUrl),
    }
  }

  return async (app) => {
    app.setErrorHandler(replyWithErrorPage(findBuilt(root, 'front/front.css')))
    app.get('/thu-tuc', page, async (request, reply) => {
      const { asked, view, kept, base } = look(request)
      const { lang, text, field, event } = asked
      const make = () =>
        renderPage({
          lang,
          title: pageTexts[lang].indexTitle,
          path: '/thu-tuc',
          query: { q: text, field, event },
          ...(text ? { hidden: true } : {}),
          base,
          style,
          main: renderIndex(asked, view),
        })
      // What somebody looked for is kept nowhere.
      if (text) return sendOnce(request, reply, make())
      const key = JSON.stringify(['list', lang, base, field, event])
      return sendPage(request, reply, await kept.page(key, make))
    })

    app.get('/thu-tuc/', page, async (_request, reply) => reply.redirect('/thu-tuc', 308))

    app.get<{ Params: { code: string } }>('/thu-tuc/:code/', page, async (request, reply) =>
      reply.redirect(procedurePath(request.params.code), 308),
    )

    app.get<{ Params: { code: string } }>('/thu-tuc/:code', page, async (request, reply) => {
      const { asked, view, kept, base } = look(request)
      const { lang } = asked
      const { code } = request.params
      const current = view.current(code)
      if (current !== undefined && current !== code)
        return reply.redirect(addressOf(procedurePath(current), lang), 301)
      const procedure = view.find(code)
      if (!procedure) {
        const main = renderMissing(view)
        const title = pageTexts[lang].missingTitle
        const html = renderPage({ lang, title, path: '/thu-tuc', hidden: true, base, style, main })
        return sendOnce(request, reply.code(404), html)
      }
      const web = { label: pageTexts[lang].web, url: `${base}${chatPath(code)}` }
      const others = options.channels(code)
      const make = () =>
        renderPage({
          lang,
          title: procedure.short[lang],
          path: procedurePath(code),
          base,
          style,
          script,
          main: renderProcedure(view.sheet(procedure), { web, others }, view.ward),
        })
      const key = JSON.stringify(['procedure', lang, base, code, others])
      return sendPage(request, reply, await kept.page(key, make))
    })
  }
}

/** What is no field or event here is no part of the address either: there are endless ones. */
function withoutUnknown(asked: View, { fields, lifeEvents }: CatalogueView): View {
  const known = (id: string | undefined, all: readonly { id: string }[]) =>
    all.find((one) => one.id === id)?.id
  return { ...asked, field: known(asked.field, fields), event: known(asked.event, lifeEvents) }
}

function renderMissing(view: CatalogueView): string {
  const { lang } = view
  const texts = pageTexts[lang]
  return `<main class="index"><h1>${texts.missingTitle}</h1>
<p>${linkNumbers(texts.missing(view.hotline), [view.hotline])}</p>
<p><a class="action" href="${escapeHtml(addressOf('/thu-tuc', lang))}">${texts.all}</a></p></main>`
}
