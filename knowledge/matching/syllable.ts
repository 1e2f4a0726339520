const onset = '(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|r|s|th?|tr|v|x)?'
const rime = [
  'a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?',
  'e(?:ch?|m|ng?|nh|o|p|t|u)?',
  'i(?:a|ch?|e(?:c|m|ng?|p|t|u)|m|nh?|p|t|u)?',
  'o(?:a(?:ch?|i|m|ng?|nh|o|p|t|y)?|c|e(?:n|o|t)?|i|m|ng?|p|t)?',
  'u(?:a(?:c|ng?|t|y)?|e(?:ch|nh)?|c|i|m|ng?|p|t|u|o(?:c|i|m|ng?|p|t|u)?|y(?:a|ch|e[nt]|nh|t|u)?)?',
  'y',
].join('|')
const afterQ = 'u(?:a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?|e(?:n|o|t)?|i(?:t|ch)?|o(?:c|n|t)?|y(?:ch|e[nt]|nh|t|u)?)'
const syllable = new RegExp(`^(?:${onset}(?:${rime})|q${afterQ}|ye[mntu])$`)

/**
 * Whether a folded word could be a Vietnamese syllable. Words that cannot be are the ones worth
 * a second look: a slip of the finger, a Telex remain, a foreign word.
 */
export function isSyllable(word: string): boolean {
  return syllable.test(word)
}
