/**
 * Of which unit a dossier is whose source does not say: there is no doubt where one is served.
 * @param units slugs of those served
 */
export function onlyUnit(units: readonly string[]): string | undefined {
  return units.length === 1 ? units[0] : undefined
}
