import { loadUnitData } from '../../knowledge/units/load-units.ts'
import { AppError } from '../errors.ts'
import type { CommandContext } from './command-context.ts'

/**
 * A unit this instance serves, by its slug.
 * @param orAll `all` stands for the city
 * @throws AppError saying what is wrong with it
 */
export async function checkUnit(
  { config }: Pick<CommandContext, 'config'>,
  slug: string,
  { orAll = false }: { orAll?: boolean } = {},
): Promise<string> {
  if (config.units.includes(slug) || (orAll && slug === 'all')) return slug
  const known = (await loadUnitData()).units.some((unit) => unit.slug === slug)
  throw new AppError(
    'bad_usage',
    known
      ? `--unit ${slug} is not served here: UNITS names ${config.units.slice(0, 5).join(', ')}`
      : `--unit must be a slug such as hoan-kiem${orAll ? ', or all' : ''}`,
  )
}
