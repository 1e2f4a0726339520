import { describe, expect, it } from 'vitest'
import { createClassifier } from '../create-classifier.ts'
import { type Example, trainClassifier } from './train-classifier.ts'

function example(words: string, name: string): Example {
  return {
    features: new Map(words.split(' ').map((word) => [word, 1])),
    classes: [name],
    weight: 1,
  }
}
// Numbers among the signs must not change places.
const examples = Array.from({ length: 6 }, () => [
  example('khai sinh 75', 'birth'),
  example('khai tu 6', 'death'),
  example('ket hon', 'marriage'),
]).flat()

function best(model: ReturnType<typeof trainClassifier>, words: string): string | undefined {
  const { classes, classify } = createClassifier(model)
  const likely = classify(new Map(words.split(' ').map((word) => [word, 1])))
  return classes[likely.indexOf(Math.max(...likely))]
}

describe('a classifier', () => {
  const model = trainClassifier(examples)

  it.each([
    ['sinh', 'birth'],
    ['tu', 'death'],
    ['hon', 'marriage'],
    ['75', 'birth'],
    ['6', 'death'],
  ])('tells by %s: %s', (words, name) => {
    expect(best(model, words)).toBe(name)
  })

  it('gives log-probabilities, of a text without any known sign too', () => {
    for (const words of ['khai', 'unknown']) {
      const likely = createClassifier(model).classify(new Map([[words, 1]]))
      expect(likely.reduce((sum, one) => sum + Math.exp(one), 0)).toBeCloseTo(1)
    }
  })

  it('is the same for the same examples', () => {
    expect(trainClassifier(examples)).toEqual(model)
  })

  it('is refused when its parts do not fit each other', () => {
    expect(() => createClassifier({ ...model, classes: 'birth death' })).toThrow(RangeError)
  })
})
