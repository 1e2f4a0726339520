import type { Lang } from '../../../bots/dialogue/event.ts'

/** "850 kB", "1,2 MB". @param bytes */
export function saySize(bytes: number, lang: Lang): string {
  const format = (value: number, digits: number) =>
    value.toLocaleString(lang === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: digits })
  return bytes < 1_000_000
    ? `${format(Math.max(1, Math.round(bytes / 1000)), 0)} kB`
    : `${format(bytes / 1_000_000, 1)} MB`
}
