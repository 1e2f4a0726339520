import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

interface PhotoButtonProps {
  /** One at a time: while it is being sent, another one cannot be chosen. */
  busy: boolean
  onPhoto(photo: File): void
}

/** Takes or chooses a photo of a receipt; the phone asks which. */
export function PhotoButton({ busy, onPhoto }: PhotoButtonProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={({ target }) => {
          const [photo] = target.files ?? []
          // Else the same photo could not be chosen again.
          target.value = ''
          if (photo) onPhoto(photo)
        }}
      />
      <button
        type="button"
        className="photo"
        title={t('photo')}
        aria-disabled={busy}
        onClick={() => {
          if (!busy) input.current?.click()
        }}
      >
        <Icon name="camera" />
        <span>{t('photo')}</span>
      </button>
    </>
  )
}
