/**
 * How long somebody would take to read and type, in ms, for a message of so many characters: an assistant that
 * answers within milliseconds, however much there is to say, is easily told from a person.
 * @param random from 0 up to 1
 */
export function pauseBefore(length: number, most: number, random: number): number {
  const typed = Math.min(most, 500 + length * 6)
  return typed * (0.6 + random * 0.4)
}
