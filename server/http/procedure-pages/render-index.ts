import type { Lang } from '../../../bots/dialogue/event.ts'
import type { LifeEvent } from '../../../knowledge/life-events/life-events.ts'
import type { Field } from '../../../knowledge/procedures/group-by-field.ts'
import { escapeHtml } from '../escape-html.ts'
import type { CatalogueView } from './catalogue-view.ts'
import { linkNumbers } from './link-numbers.ts'
import { addressOf, longestSearch, type View } from './read-view.ts'
import { renderEntry } from './render-entry.ts'
import { type Found, searchProcedures } from './search-procedures.ts'
import { pageTexts } from './texts.ts'

/** The list of all procedures, or what a search, a life event or a field picks from it. As HTML. */
export function renderIndex(asked: View, view: CatalogueView): string {
  const texts = pageTexts[asked.lang]
  const field = view.fields.find(({ id }) => id === asked.field)
  const event = view.lifeEvents.find((one) => one.id === asked.event && stepsOf(one, view).length > 0)
  const picked = asked.text
    ? renderResults(asked, searchProcedures(asked.text, view), field, view)
    : event
      ? renderEvent(event, view, asked.lang)
      : field
        ? renderField(field, asked.lang)
        : ''
  const all = picked
    ? `<p class="crumb"><a href="${escapeHtml(addressOf('/thu-tuc', asked.lang))}">${texts.all}</a></p>`
    : ''
  return `<main class="index">
<h1>${texts.indexTitle}</h1>
${picked ? '' : `<p class="lead">${texts.indexLead}</p>`}
${renderSearch(asked, view)}
${all}${picked}
${picked ? '' : renderEvents(view, asked.lang) + renderFields(view, asked.lang)}
</main>`
}

function renderSearch({ lang, text, field: chosen }: View, { fields }: CatalogueView): string {
  const texts = pageTexts[lang]
  const options = fields.map(
    ({ id, name }) =>
      `<option value="${escapeHtml(id)}"${id === chosen ? ' selected' : ''}>${escapeHtml(name[lang])}</option>`,
  )
  return `<form class="search" action="/thu-tuc" method="get" role="search">
<label for="q">${texts.searchLabel}</label>
<input id="q" name="q" type="search" maxlength="${longestSearch}" autocomplete="off" enterkeyhint="search" value="${escapeHtml(text)}">
<label for="field">${texts.fieldLabel}</label>
<select id="field" name="field"><option value="">${texts.everyField}</option>${options.join('')}</select>
${lang === 'en' ? '<input type="hidden" name="lang" value="en">' : ''}
<button type="submit">${texts.searchButton}</button>
</form>`
}

function renderResults(asked: View, found: Found, field: Field | undefined, view: CatalogueView): string {
  const { lang, text } = asked
  const texts = pageTexts[lang]
  const shown = field
    ? found.procedures.filter(({ code }) => field.procedures.some((one) => one.code === code))
    : found.procedures
  const heading = `<h2>${escapeHtml(texts.results(text))}</h2>`
  const said = sayFound(asked, found, field, shown.length, view)
  const event = found.event ? `<ul class="picks">${renderPick(found.event, view, lang)}</ul>` : ''
  const entries = shown.map((one) => renderEntry(one, lang)).join('\n')
  return `<section class="results">${heading}
${said.map((line) => `<p>${line}</p>`).join('\n')}
${shown.length === 0 && !found.event ? `<p><a class="action" href="/chat">${texts.ask}</a></p>` : ''}
${event}
${entries ? `<ul class="entries">${entries}</ul>` : ''}
</section>`
}

/** Police, fire brigade, ambulance. */
const emergencyNumbers = ['113', '114', '115']

/** One honest line or two on what was found, as HTML. */
function sayFound(
  { lang, text }: View,
  { says, procedures, event }: Found,
  field: Field | undefined,
  shown: number,
  view: CatalogueView,
): string[] {
  const texts = pageTexts[lang]
  const none = () => [
    escapeHtml(texts.noneFound(text)),
    linkNumbers(texts.askInstead(view.hotline), [view.hotline]),
  ]
  if (says?.kind === 'emergency') return [linkNumbers(says.text, emergencyNumbers)]
  if (says?.kind === 'referral') return [texts.otherBusiness, says.text].map(escapeHtml)
  if (says?.kind === 'renamed') return [escapeHtml(says.text)]
  if (says?.kind === 'no_procedure') return [escapeHtml(texts.noProcedure)]
  if (says) return none()
  if (shown > 0) return [escapeHtml(texts.found(shown))]
  if (field && procedures.length > 0) return [escapeHtml(texts.noneInField(field.name[lang]))]
  return event ? [] : none()
}

function renderEvents(view: CatalogueView, lang: Lang): string {
  const picks = view.lifeEvents.map((event) => renderPick(event, view, lang)).join('\n')
  return picks ? `<section><h2>${pageTexts[lang].events}</h2><ul class="picks">${picks}</ul></section>` : ''
}

function renderPick(event: LifeEvent, view: CatalogueView, lang: Lang): string {
  const steps = stepsOf(event, view)
  if (steps.length === 0) return ''
  const address = escapeHtml(addressOf('/thu-tuc', lang, { event: event.id }))
  return `<li><a href="${address}">${escapeHtml(event.name[lang])} <span>${pageTexts[lang].count(steps.length)}</span></a></li>`
}

function renderEvent(event: LifeEvent, view: CatalogueView, lang: Lang): string {
  const texts = pageTexts[lang]
  const steps = stepsOf(event, view).map(({ procedure, why, together }) => {
    const remark =
      escapeHtml(why[lang]) + (together ? ` <span class="together">${texts.together}</span>` : '')
    return renderEntry(procedure, lang, remark)
  })
  return `<section><h2>${escapeHtml(event.name[lang])}</h2>
<p>${texts.eventOrder}</p>
<ol class="entries">${steps.join('\n')}</ol></section>`
}

/** The steps that are in force. */
function stepsOf(event: LifeEvent, view: CatalogueView) {
  return event.steps.flatMap((step) => {
    const procedure = view.find(step.code)
    return procedure ? [{ ...step, procedure }] : []
  })
}

function renderFields(view: CatalogueView, lang: Lang): string {
  const fields = view.fields.map(
    ({ id, name, procedures }) => `<details id="${escapeHtml(id)}">
<summary>${escapeHtml(name[lang])} <span>${pageTexts[lang].count(procedures.length)}</span></summary>
<ul class="entries">${procedures.map((one) => renderEntry(one, lang)).join('\n')}</ul>
</details>`,
  )
  return `<section class="fields"><h2>${pageTexts[lang].fields}</h2>${fields.join('\n')}</section>`
}

function renderField({ name, procedures }: Field, lang: Lang): string {
  const entries = procedures.map((one) => renderEntry(one, lang)).join('\n')
  return `<section><h2>${escapeHtml(name[lang])}</h2><ul class="entries">${entries}</ul></section>`
}
