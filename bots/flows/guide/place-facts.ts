import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { Block } from '../../dialogue/reply.ts'
import { capitalise } from '../say-values.ts'
import type { CaseScope } from './case-scope.ts'
import type { GuideWorld } from './guide-world.ts'

/** Where to hand it in, and which point of that kind is near the person when their ward is known. */
export function sayPlace(procedure: Procedure, scope: CaseScope, world: GuideWorld): string {
  const { lang, unit } = scope
  if (!unit || procedure.office === 'other') return procedure.where[lang]
  const point = world.servicePoint(unit, procedure.office)
  const where = procedure.where[lang].replace(/\.$/, '')
  const name = point.name[lang]
  const own = point.address
    ? scope.text('place.own', { where, point: name, address: point.address })
    : scope.text('place.own.no_address', { where, point: name, hotline: world.hotline })
  const phone = point.phone ? scope.text('place.phone', { phone: point.phone }) : ''
  return [own, phone].filter((part) => part).join('. ')
}

/** The way there on a map, where the ward has given one. */
export function mapOf(procedure: Procedure, scope: CaseScope, world: GuideWorld): Block[] {
  if (!scope.unit || procedure.office === 'other') return []
  const url = world.servicePoint(scope.unit, procedure.office).mapUrl
  return url ? [{ kind: 'link', label: scope.text('label.map'), url }] : []
}

/** When somebody is there; nothing where nobody need come. */
export function sayHours(procedure: Procedure, scope: CaseScope, world: GuideWorld): string | undefined {
  if (procedure.channels.direct === false) return undefined
  if (procedure.office === 'other') return capitalise(scope.text('hours.other'))
  const office = world.calendar.office(procedure.office, scope.unit)
  const said = capitalise(office.said[scope.lang])
  return office.verified ? said : `${said} ${scope.text('hedge')}`
}

/** How it may be handed in, as a sentence. */
export function sayChannels(procedure: Procedure, scope: CaseScope): string {
  const { channels } = procedure
  const open = (['online', 'direct', 'post'] as const).filter((channel) => channels[channel] === true)
  const unsure = (['online', 'direct', 'post'] as const).filter((channel) => channels[channel] === null)
  const said = open.map((channel) => scope.text(`channel.${channel}`)).join(', ')
  const asked = unsure.map((channel) => scope.text(`channel.${channel}`)).join(', ')
  return [
    said && capitalise(scope.text('channels.open', { channels: said })),
    asked && scope.text('channels.unsure', { channels: asked }),
    channels.note?.[scope.lang],
  ]
    .filter((part) => part)
    .join(' ')
}
