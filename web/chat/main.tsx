import '../styles/fonts.css'
import '../styles/tokens.css'
import './styles/small.css'
import './styles/page.css'
import './styles/messages.css'
import './styles/choices.css'
import './styles/media.css'
import i18next from 'i18next'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { initReactI18next } from 'react-i18next'
import en from '../texts/en.json'
import vi from '../texts/vi.json'
import { createChatClient } from './chat-client.ts'
import { ChatPage } from './chat-page.tsx'
import { readLang, readSize, showLang, showSize } from './preferences.ts'

const lang = readLang()
showLang(lang)
showSize(readSize())
await i18next.use(initReactI18next).init({
  lng: lang,
  resources: { vi: { translation: vi }, en: { translation: en } },
  interpolation: { escapeValue: false },
})

const payload = new URLSearchParams(location.search).get('start')
// Once taken up, the link is done with: a reload must not start the procedure anew.
if (payload !== null) history.replaceState(null, '', '/chat')

// Behind the # no server is told of it. It stays there until the citizen has said what to do with it.
const code = /^#ma=([\w-]{6,24})$/.exec(location.hash)?.[1] ?? null

const client = createChatClient({ payload: payload?.slice(0, 64) || null, code, lang: readLang })
client.load()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ChatPage client={client} />
    </StrictMode>,
  )
}

// Only https and this very machine have service workers; without one the page works, but not offline.
if ('serviceWorker' in navigator)
  void navigator.serviceWorker.register('/service-worker.js', { scope: '/chat' })
