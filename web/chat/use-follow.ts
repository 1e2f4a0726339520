import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ChatState } from './chat-client.ts'
import type { Drawn } from './conversation.ts'

/** So far from the end, in pixels, one still counts as being there. */
const nearEnd = 120
/** Messages that come within this time of each other are one answer. */
const oneAnswerMs = 3000

/**
 * Keeps the newest in view for who is at the end or has just done something, and leaves alone who reads further
 * up: they get a button. An answer taller than the screen is shown from its beginning.
 */
export function useFollow(drawn: readonly Drawn[], answering: ChatState['answering']) {
  const log = useRef<HTMLDivElement>(null)
  const seen = useRef({
    count: 0,
    atEnd: true,
    awaited: false,
    since: 0,
    put: 0,
    grownAt: Number.NEGATIVE_INFINITY,
  })
  const [unseen, setUnseen] = useState(false)

  useEffect(() => {
    const onScroll = () => {
      seen.current.atEnd = isAtEnd()
      if (seen.current.atEnd) setUnseen(false)
    }
    // A notice above the text box, a larger type, a keyboard: who was at the end stays there.
    const resized = new ResizeObserver(() => {
      if (!seen.current.atEnd) return
      scrollToEnd()
      seen.current.put = window.scrollY
    })
    window.addEventListener('scroll', onScroll, { passive: true })
    resized.observe(document.body)
    return () => {
      window.removeEventListener('scroll', onScroll)
      resized.disconnect()
    }
  }, [])

  const showNewest = useCallback(() => {
    scrollToEnd()
    setUnseen(false)
  }, [])

  const { length } = drawn
  const own = drawn.at(-1)?.from === 'citizen'
  useLayoutEffect(() => {
    const { count, atEnd, awaited, since, put, grownAt } = seen.current
    const grown = length > count
    const begun = answering !== 'no' && !awaited
    // Who has moved the page by hand since is reading, and is not pulled away by what follows.
    const moved = Math.abs(window.scrollY - put) > 2
    const continued = grown && (awaited || (!moved && performance.now() - grownAt < oneAnswerMs))
    const start = begun ? length : grown && !continued ? count : since
    seen.current = {
      count: length,
      atEnd,
      awaited: answering !== 'no',
      since: start,
      put,
      grownAt: grown ? performance.now() : grownAt,
    }
    if (!grown && answering === 'no') return
    const opened = count === 0 && !continued
    // After a tap on an older question the view stays until the answer is there.
    if (!opened && !atEnd && !own && !continued) {
      if (grown) setUnseen(true)
      return
    }
    const first = log.current?.children[start]
    if (!opened && first && isTall(first)) first.scrollIntoView({ block: 'start' })
    else scrollToEnd()
    seen.current.atEnd = isAtEnd()
    seen.current.put = window.scrollY
  }, [length, own, answering])

  return { log, unseen, showNewest }
}

function isAtEnd(): boolean {
  return document.documentElement.scrollHeight - window.innerHeight - window.scrollY < nearEnd
}

function scrollToEnd(): void {
  window.scrollTo(0, document.documentElement.scrollHeight)
}

/** Whether from here to the end is more than shows between the header and the text box. */
function isTall(element: Element): boolean {
  const header = document.querySelector('header')?.getBoundingClientRect().height ?? 0
  const footer = document.querySelector('footer')?.getBoundingClientRect().height ?? 0
  const end = document.documentElement.scrollHeight - window.scrollY - footer
  return end - element.getBoundingClientRect().top > window.innerHeight - header - footer
}
