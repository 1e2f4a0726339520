import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type SubmitEvent,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

export interface ComposerHandle {
  /** Puts a text into the box, to be changed and sent. */
  write(text: string): void
}

/** As much as the server reads of one message; a browser takes minutes to lay out a hundred thousand. */
const longestText = 10_000

interface ComposerProps {
  ref: Ref<ComposerHandle>
  onSend(text: string): void
  /** Something else to send, before the text box. */
  children?: ReactNode
}

/** The one text box: Enter or the button sends, Shift+Enter makes a new line. */
export function Composer({ ref, onSend, children }: ComposerProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => ({
    write(given) {
      setText(given)
      box.current?.focus()
    },
  }))

  function send(event: SubmitEvent | KeyboardEvent): void {
    event.preventDefault()
    box.current?.focus()
    if (text.trim() === '') return
    onSend(text)
    setText('')
  }

  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes a syllable, Enter belongs to it.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) send(event)
  }

  return (
    <form className="composer" onSubmit={send}>
      {children}
      <textarea
        id="write"
        ref={box}
        rows={1}
        maxLength={longestText}
        value={text}
        aria-label={t('write')}
        placeholder={t('placeholder')}
        enterKeyHint="send"
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit">
        <Icon name="up" />
        {t('send')}
      </button>
    </form>
  )
}
