import type { Page } from 'playwright-core'

/** Whether anything makes the page wider than the screen. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth')
}

/** Sizes in pixels of all text that shows. */
export async function textSizes(page: Page): Promise<number[]> {
  return page.evaluate<number[]>(`[...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((element) => element.getClientRects().length > 0 && element.tagName !== 'NOSCRIPT')
    .map((element) => parseFloat(getComputedStyle(element).fontSize))`)
}

/** Height and width of everything that can be pressed or written in, with its words. */
export async function controlSizes(page: Page): Promise<{ words: string; width: number; height: number }[]> {
  return page.evaluate(`[...document.querySelectorAll('button, textarea, a[href]:not(.skip)')].map((element) => {
    const { width, height } = element.getBoundingClientRect()
    return { words: element.textContent, width, height }
  })`)
}

/** The lowest contrast of text against the ground it stands on, with the words; transparency isn't used for text. */
export async function lowestContrast(page: Page): Promise<{ ratio: number; words: string }> {
  return page.evaluate(`(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    const rgb = (colour) => {
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      return [...canvas.getImageData(0, 0, 1, 1).data]
    }
    const light = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
      return 0.2126 * x + 0.7152 * y + 0.0722 * z
    }
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = rgb(getComputedStyle(at).backgroundColor)
        if (colour[3] > 0) return colour
      }
      return rgb('white')
    }
    const found = [...document.querySelectorAll('body *')]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
      .filter((element) => element.getClientRects().length > 0 && element.tagName !== 'NOSCRIPT')
      .map((element) => {
        const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))]
        return { ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), words: element.textContent }
      })
    return found.sort((a, b) => a.ratio - b.ratio)[0]
  })()`)
}
