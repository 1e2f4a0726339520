import type { Answers } from './event.ts'
import { newState } from './new-state.ts'
import type { FinishedGuide, Frame, State } from './state.ts'

/**
 * A stored state as it may be relied on: what is damaged in it is left out, so that the person is answered and can
 * go on, if need be from the beginning.
 * @param stored the JSON as it was read
 * @param group whether it is a chat of several people
 */
export function readState(stored: unknown, group: boolean): State {
  if (!isObject(stored)) return newState('vi', group)
  const { lang, met, unit, frames, misses, runs, finished, offer, phoneButton, next, left, older } = stored
  const state: State = newState(lang === 'en' ? 'en' : 'vi', group)
  state.frames = listOf(frames, isFrame) ?? []
  if (met === true) state.met = true
  if (typeof unit === 'string') state.unit = unit
  if (typeof misses === 'number') state.misses = misses
  if (typeof runs === 'number' && Number.isSafeInteger(runs)) state.runs = runs
  const guides = listOf(finished, isFinished)
  if (guides?.length) state.finished = guides
  const offered = listOf(offer, isString)
  if (offered?.length) state.offer = offered
  if (phoneButton === true) state.phoneButton = true
  const flows = listOf(next, isString)
  if (flows?.length) state.next = flows
  const leftFrames = listOf(left, isFrame)
  if (leftFrames?.length) state.left = leftFrames
  const olderFrames = listOf(older, isFrame)
  if (olderFrames?.length) state.older = olderFrames
  return state
}

/** The list when all of it is right, else nothing of it. */
function listOf<T>(value: unknown, is: (item: unknown) => item is T): T[] | undefined {
  return Array.isArray(value) && value.every(is) ? value : undefined
}

function isFrame(value: unknown): value is Frame {
  return (
    isGuide(value) &&
    typeof value.step === 'string' &&
    (value.picked === undefined || isStrings(value.picked))
  )
}

function isFinished(value: unknown): value is FinishedGuide {
  return isGuide(value) && (value.ticked === undefined || isStrings(value.ticked))
}

function isGuide(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    typeof value.flow === 'string' &&
    typeof value.version === 'string' &&
    typeof value.run === 'number' &&
    isAnswers(value.answers)
  )
}

function isAnswers(value: unknown): value is Answers {
  return (
    isObject(value) &&
    Object.values(value).every((one) => typeof one === 'string' || typeof one === 'number' || isStrings(one))
  )
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isString)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
