import { describe, expect, it } from 'vitest'
import { createHands } from './hands.ts'

describe('createHands', () => {
  it('begins at once when nothing is unfinished', () => {
    const hands = createHands(10)
    expect(hands.reserve('1')).toBe(true)
    expect(hands.standing('1', [])).toBe('begin')
  })

  it('lets messages wait behind those that are in nobody’s or another’s hand', () => {
    const hands = createHands(10)
    hands.reserve('1')
    expect(hands.standing('1', ['7'])).toBe('wait')
  })

  it('queues behind what is in this hand already', () => {
    const hands = createHands(10)
    hands.reserve('1')
    const hand = hands.get('1')
    hand?.known.add('7')
    if (hand) hand.busy = true
    expect(hands.standing('1', ['7'])).toBe('behind')
    expect(hands.standing('1', ['7', '8'])).toBe('wait')
  })

  it('lets messages wait behind what was given back, until the hand is empty', () => {
    const hands = createHands(10)
    hands.reserve('1')
    const hand = hands.get('1')
    hand?.known.add('7')
    if (hand) hand.givenBack = true
    expect(hands.standing('1', ['7'])).toBe('wait')
    hands.release('1')
    hands.reserve('1')
    expect(hands.standing('1', [])).toBe('begin')
  })

  it('takes no more than it may, but always more for who is in hand', () => {
    const hands = createHands(1)
    expect([hands.reserve('1'), hands.reserve('2'), hands.reserve('1')]).toEqual([true, false, true])
    hands.release('1')
    expect(hands.reserve('2')).toBe(false)
    hands.release('1')
    expect(hands.reserve('2')).toBe(true)
  })

  it('serves who waits before who comes', () => {
    const hands = createHands(10)
    hands.reserve('1')
    hands.crowded = true
    expect([hands.reserve('2'), hands.reserve('1'), hands.reserveDue('3')]).toEqual([false, true, true])
  })
})
