import { AppError } from '../errors.ts'
import { createOperatorLink } from '../http/operator/operator-links.ts'
import { isOperatorPage, operatorPages } from '../http/operator/operator-pages.ts'
import { publicAddress } from '../public-address.ts'
import type { CommandContext } from './command-context.ts'

/** `link PAGE`: an operator's way to a page of the server. */
export async function linkToPage(
  { config, print, withDatabase }: CommandContext,
  page: string,
): Promise<void> {
  if (!isOperatorPage(page))
    throw new AppError('bad_usage', `there is no page ${page}: ${Object.keys(operatorPages).join(', ')}`)
  const path = await withDatabase(({ pool }) => createOperatorLink(pool, page))
  const url = `${publicAddress(config)}${path}`
  print({ url }, `Open this within an hour, in one browser: ${url}`)
}
