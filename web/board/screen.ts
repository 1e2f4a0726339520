// Brings the next announcement onto a screen in a hall. While the server is away, what is there stays.
const began = performance.now()

/** Milliseconds between two looks at the clock. */
const tick = 1000
/** A day of one page is enough: whatever a browser leaks is gone with it. */
const longest = 24 * 3_600_000

const onShow = () => document.querySelector<HTMLElement>('.screen')

/** The server's clock goes by how long this page has been there: that of the device may be wrong. */
function showTime(from: number): void {
  const shown = document.querySelector<HTMLElement>('.clock')
  const time = shown?.querySelector('b')
  if (!shown || !time) return
  const at = new Date(Number(shown.dataset.now) + performance.now() - from)
  time.textContent = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Ho_Chi_Minh',
  }).format(at)
}

async function showNext(): Promise<boolean> {
  const now = onShow()
  const address = now?.dataset.next
  if (!now || !address) return false
  const answer = await fetch(address, { cache: 'no-store' })
  if (!answer.ok) return false
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const next = page.querySelector('.screen')
  if (!next) return false
  if (performance.now() - began > longest || isOtherVersion(page)) {
    location.replace(address)
    return false
  }
  now.replaceWith(document.adoptNode(next))
  return true
}

/** After the server was brought up to date, its pages have other scripts and styles. */
function isOtherVersion(page: Document): boolean {
  const files = (of: Document) =>
    [...of.querySelectorAll('script[src], link[rel="stylesheet"]')]
      .map((one) => one.getAttribute('src') ?? one.getAttribute('href'))
      .join()
  return files(page) !== files(document)
}

function go(): void {
  let shownFrom = began
  setInterval(() => showTime(shownFrom), tick)
  const seconds = Number(onShow()?.dataset.seconds ?? 20)
  setInterval(() => {
    showNext()
      .then((shown) => {
        if (shown) shownFrom = performance.now()
      })
      .catch(() => {})
  }, seconds * 1000)
}

go()

// Without it the compiler would take the names above for those of every other script.
export {}
