import { Gauge, type Registry } from 'prom-client'
import type { AnnouncementFigures } from './measure-announcements.ts'

/** One look serves so long: several servers may ask, and a city's announcement has many recipients to count. */
const keptMs = 5_000

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
  const last: { at: number; figures: Promise<AnnouncementFigures | null> } = {
    at: Number.NEGATIVE_INFINITY,
    figures: Promise.resolve(null),
  }
  const look = () => {
    if (now() - last.at >= keptMs) {
      last.at = now()
      last.figures = measure().catch(() => null)
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
