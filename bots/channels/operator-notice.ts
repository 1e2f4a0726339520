/** A page for operators that says one thing and has at most one thing to do; whoever shows it escapes the words. */
export interface OperatorNotice {
  title: string
  vi: string
  en: string
  /** Further content below the words: HTML, of our own making. */
  inside?: string
  /** @property action where it posts to, a form without fields; the page's own address unless told */
  button?: { vi: string; en: string; action?: string }
}
