import { AppError } from '../../server/errors.ts'
import { findMentions } from './find-mentions.ts'
import { findMisspelt } from './find-misspelt.ts'
import { createGazetteer } from './gazetteer.ts'
import { judgeMentions } from './judge-mentions.ts'
import { listPlaces } from './list-places.ts'
import { isDistrict } from './place.ts'
import { resolveMentions } from './resolve-mentions.ts'
import { tokenise } from './tokens.ts'
import type { UnitData } from './unit-data.ts'
import type { Unit, UnitSearch, Units } from './units.ts'

const mostOffered = 8

/**
 * The units of Hanoi and the names people have for them.
 *
 * A search answers `one` only when all that the words can mean lies in one unit of today, current names
 * and former ones alike. So "phường Bạch Mai" is one (the former ward went into it whole), "phường Vĩnh
 * Tuy" is asked about (part of the former one is in Vĩnh Hưng now) unless "mới" is said, and a bare
 * "Hoàn Kiếm" is asked about too: it was a district before it was a ward, and most of its people live in
 * other wards. A slip of the finger, wrong diacritics or a street's name are always asked about.
 * @param served slugs of the units that this instance serves; all when absent
 * @throws AppError `bad_setting` when `served` names a unit that is none
 */
export function createUnits(data: UnitData, served?: ReadonlySet<string>): Omit<Units, 'since' | 'tiers'> {
  const every: Unit[] = data.units.map(({ slug, name, type }) => ({
    slug,
    name,
    type,
    said: `${type === 'phuong' ? 'phường' : 'xã'} ${name}`,
  }))
  for (const slug of served ?? []) {
    if (every.every((unit) => unit.slug !== slug)) {
      throw new AppError('bad_setting', `UNITS: there is no unit "${slug}"; write it like "hoan-kiem"`)
    }
  }
  const all = served ? every.filter(({ slug }) => served.has(slug)) : every
  const bySlug = new Map(all.map((unit) => [unit.slug, unit]))
  const unitsOf = (slugs: Iterable<string>) => [...slugs].flatMap((slug) => bySlug.get(slug) ?? [])

  const places = listPlaces(data)
  const gazetteer = createGazetteer(places)

  function search(text: string): UnitSearch {
    const tokens = tokenise(text)
    const mentioned = judgeMentions(tokens, findMentions(tokens, gazetteer))
    const mentions = mentioned.length > 0 ? mentioned : findMisspelt(tokens, gazetteer)
    const { slugs, sure, former } = resolveMentions(mentions)
    const units = unitsOf(slugs)
    const [first] = units
    if (!first) return { kind: 'none' }
    const recognised = former === undefined ? {} : { former }
    // Counted before leaving out what is not served: living next door is no reason to belong here.
    if (sure && slugs.length === 1) return { kind: 'one', unit: first, ...recognised }
    return { kind: 'several', units: units.slice(0, mostOffered), ...recognised }
  }

  const districts = places.filter(isDistrict).map(({ said, became }) => ({
    name: said,
    slug: tokenise(said)
      .map(({ folded }) => folded)
      .join('-'),
    units: unitsOf([...became].sort(([, a], [, b]) => b - a).map(([slug]) => slug)).map(({ slug }) => slug),
  }))

  return {
    all,
    whole: all.length === every.length,
    find: (slug) => bySlug.get(slug),
    search,
    districts: districts.filter(({ units }) => units.length > 0),
  }
}
