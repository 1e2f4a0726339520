import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ChatState } from './chat-client.ts'
import type { Drawn } from './conversation.ts'

/** So far from the end, in pixels, one still counts as being there. */
const nearEnd = 120

/**
 * Keeps the newest in view for who is at the end or has just done something, and leaves alone who reads further
 * up: they get a button. An answer taller than the screen is shown from its beginning.
 */
export function useFollow(drawn: readonly Drawn[], answering: ChatState['answering']) {
  const log = useRef<HTMLDivElement>(null)
  const seen = useRef({ count: 0, atEnd: true, awaited: false })
  const [unseen, setUnseen] = useState(false)

  useEffect(() => {
    const onScroll = () => {
      seen.current.atEnd = isAtEnd()
      if (seen.current.atEnd) setUnseen(false)
    }
    // A notice above the text box, a larger type, a keyboard: who was at the end stays there.
    const resized = new ResizeObserver(() => {
      if (seen.current.atEnd) scrollToEnd()
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
    const { count, atEnd, awaited } = seen.current
    seen.current.count = length
    seen.current.awaited = answering !== 'no'
    const grown = length > count
    if (!grown && answering === 'no') return
    // After a tap on an older question the view stays until the answer is there.
    if (count > 0 && !atEnd && !own && !(grown && awaited)) {
      if (grown) setUnseen(true)
      return
    }
    const first = grown && count > 0 ? log.current?.children[count] : undefined
    if (first && isTall(first)) first.scrollIntoView({ block: 'start' })
    else scrollToEnd()
    seen.current.atEnd = isAtEnd()
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
