import type { LoadedKnowledge } from './load-knowledge.ts'

/** What is made from what is known, made anew when that is another copy. */
export function oncePerKnowledge<T>(
  loaded: () => LoadedKnowledge,
  make: (of: LoadedKnowledge) => T,
): () => T {
  let made: { of: LoadedKnowledge; it: T } | undefined
  return () => {
    const of = loaded()
    if (made?.of !== of) made = { of, it: make(of) }
    return made.it
  }
}
