import { fileURLToPath } from 'node:url'
import { loadFacts } from '../files/load-facts.ts'
import { loadUnitData } from './load-units.ts'
import { servicePointData } from './service-point-data.ts'
import { createServicePoints, type ServicePoints } from './service-points.ts'

const builtIn = fileURLToPath(new URL('./data/service-points.yaml', import.meta.url))

/**
 * The service points of all units, with an operator's `service-points.yaml` laid over the built-in ones.
 * @param ownFolder the operator's folder of facts (`KNOWLEDGE_DIR`)
 * @returns the points, and why the own file was set aside, if it was: one line with file and line
 * @throws AppError `bad_data` when a built-in file is bad
 */
export async function loadServicePoints(
  ownFolder?: string,
): Promise<{ points: ServicePoints; problem?: string }> {
  const unitData = await loadUnitData()
  const schema = servicePointData.check(({ value, issues }) => {
    for (const slug of Object.keys(value.units)) {
      if (unitData.units.every((unit) => unit.slug !== slug)) {
        issues.push({
          code: 'custom',
          input: value,
          path: ['units', slug],
          message: 'there is no unit of this name',
        })
      }
    }
  })
  const own = ownFolder === undefined ? undefined : { folder: ownFolder, name: 'service-points.yaml' }
  const { facts, problem } = await loadFacts(schema, builtIn, own)
  return { points: createServicePoints(facts, unitData), ...(problem !== undefined && { problem }) }
}
