import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'
import { keepPlace } from './keep-place.ts'
import { type Lang, readSize, showLang, showSize, sizes } from './preferences.ts'

/** The name, the size of the text and the other language. */
export function Header({ onLanguage }: { onLanguage(lang: Lang): void }) {
  const { t, i18n } = useTranslation()
  const [size, setSize] = useState(readSize)
  const index = sizes.indexOf(size)
  const other: Lang = i18n.language === 'en' ? 'vi' : 'en'

  function resize(by: 1 | -1): void {
    const next = sizes[index + by]
    if (!next) return
    keepPlace(() => showSize(next))
    setSize(next)
  }

  function switchLanguage(): void {
    showLang(other)
    void i18n.changeLanguage(other)
    onLanguage(other)
  }

  return (
    <header>
      <h1>
        <Icon name="gate" />
        {t('name')}
      </h1>
      <div className="settings">
        <button
          type="button"
          aria-label={t('smaller')}
          aria-disabled={index === 0}
          onClick={() => resize(-1)}
        >
          A<span aria-hidden="true">−</span>
        </button>
        <button
          type="button"
          aria-label={t('larger')}
          aria-disabled={index === sizes.length - 1}
          onClick={() => resize(1)}
        >
          A<span aria-hidden="true">+</span>
        </button>
        <button type="button" lang={other} onClick={switchLanguage}>
          {t('otherLanguage')}
        </button>
      </div>
    </header>
  )
}
