import { fileURLToPath } from 'node:url'
import { loadFacts } from '../../../files/load-facts.ts'
import { type OneStopMap, oneStopFile } from './one-stop-map.ts'

const builtIn = fileURLToPath(new URL('../../data/one-stop.yaml', import.meta.url))

/**
 * How the city's one-stop system names things.
 * @param ownFolder the operator's, whose `one-stop.yaml` is laid over the built-in one; a bad one is a `problem`
 * @throws AppError `bad_data` when the built-in file is bad
 */
export async function loadOneStopMap(ownFolder?: string): Promise<{ map: OneStopMap; problem?: string }> {
  const own = ownFolder === undefined ? undefined : { folder: ownFolder, name: 'one-stop.yaml' }
  const { facts, problem } = await loadFacts(oneStopFile, builtIn, own)
  return { map: facts, ...(problem === undefined ? {} : { problem }) }
}
