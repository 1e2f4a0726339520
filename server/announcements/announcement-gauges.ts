import { Gauge, type Registry } from 'prom-client'
import type { AnnouncementFigures } from './measure-announcements.ts'

/** One look serves at least so long: several servers may ask. */
const keptMs = 5_000
/** And so many times as long as it took: a city's announcement has many recipients to count. */
const keptTimes = 50

/**
 * Adds what `GET /metrics` shows of announcements.
 * @param measure asked when the figures are; a failure leaves the last ones
 * @param now milliseconds of a clock that only goes forward
 */
export function addAnnouncementGauges(
  registry: Registry,
  measure: () => Promise<AnnouncementFigures>,
  now: () => number,
): void {
  const last: { until: number; figures: Promise<AnnouncementFigures | null> } = {
    until: Number.NEGATIVE_INFINITY,
    figures: Promise.resolve(null),
  }
  const look = () => {
    const began = now()
    if (began >= last.until) {
      last.until = began + keptMs
      last.figures = measure()
        .catch(() => null)
        .finally(() => {
          last.until = began + Math.max(keptMs, keptTimes * (now() - began))
        })
    }
    return last.figures
  }
  new Gauge({
    name: 'motcua_announcements',
    help: 'Announcements, by state',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      const found = await look()
      if (found) for (const [state, count] of Object.entries(found.states)) this.set({ state }, count)
    },
  })
  new Gauge({
    name: 'motcua_announcement_recipients',
    help: 'Recipients of announcements that are under way, by how far each has come',
    labelNames: ['status'] as const,
    registers: [registry],
    async collect() {
      const found = await look()
      if (found) for (const [status, count] of Object.entries(found.recipients)) this.set({ status }, count)
    },
  })
}
