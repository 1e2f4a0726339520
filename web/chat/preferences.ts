export type Lang = 'vi' | 'en'

/** Base sizes of the text in pixels, for who set nothing else in the browser. */
export const sizes = ['18', '22', '26'] as const
export type Size = (typeof sizes)[number]

export function readLang(): Lang {
  return read('motcua.lang') === 'en' ? 'en' : 'vi'
}

export function readSize(): Size {
  return sizes.find((size) => size === read('motcua.size')) ?? '18'
}

/** Writes the page's language and remembers it; its labels are i18next's. */
export function showLang(lang: Lang): void {
  document.documentElement.lang = lang
  write('motcua.lang', lang)
}

export function showSize(size: Size): void {
  document.documentElement.dataset.size = size
  write('motcua.size', size)
}

// A browser may refuse its storage; the page then works for as long as it is open.
function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    return
  }
}
