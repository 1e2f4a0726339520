import { availableParallelism, cpus } from 'node:os'
import { benchAnnouncement600 } from './announcement-600.ts'
import { benchAnnouncementKill } from './announcement-kill.ts'
import { benchAnnouncementPause } from './announcement-pause.ts'
import { benchAnnouncementPlan } from './announcement-plan.ts'
import { benchAnnouncementReplies } from './announcement-replies.ts'
import { benchAnnouncementWorkers } from './announcement-workers.ts'
import { benchDialogueEngine } from './dialogue-engine.ts'
import { benchDossierImport } from './dossier-import.ts'
import { benchDossierPushes } from './dossier-pushes.ts'
import { benchDossierStatus } from './dossier-status.ts'
import { benchDossierTiming } from './dossier-timing.ts'
import { benchDurableTurn } from './durable-turn.ts'
import { benchHangingSend } from './hanging-send.ts'
import { benchKillNine } from './kill-nine.ts'
import { benchMatching } from './matching.ts'
import type { Measurement } from './measurement.ts'
import { benchStart } from './start-and-memory.ts'
import { benchWebScript } from './web-script.ts'
import { benchZaloOa } from './zalo-oa.ts'
import { benchZaloPersonal } from './zalo-personal.ts'

/** `npm run bench` runs all of them, `npm run bench -- <name>` one. */
const benches: Record<string, () => Promise<Measurement | Measurement[]> | Measurement> = {
  engine: benchDialogueEngine,
  turn: benchDurableTurn,
  hang: benchHangingSend,
  kill: benchKillNine,
  matching: benchMatching,
  'announcement-plan': benchAnnouncementPlan,
  'dossier-import': benchDossierImport,
  'dossier-pushes': benchDossierPushes,
  'dossier-status': benchDossierStatus,
  'dossier-timing': benchDossierTiming,
  'announcement-600': benchAnnouncement600,
  'announcement-replies': benchAnnouncementReplies,
  'announcement-pause': benchAnnouncementPause,
  'announcement-kill': benchAnnouncementKill,
  'announcement-workers': benchAnnouncementWorkers,
  start: benchStart,
  web: benchWebScript,
  'zalo-oa': benchZaloOa,
  'zalo-personal': benchZaloPersonal,
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !Object.hasOwn(benches, name))
if (unknown !== undefined) {
  process.stderr.write(`there is no bench "${unknown}": ${Object.keys(benches).join(', ')}\n`)
  process.exit(2)
}
write(`${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}\n`)
write('| measure | ours | peer | ratio | bar |\n|---|---|---|---|---|')
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length && !wanted.includes(name)) continue
  for (const measurement of [await run()].flat()) writeRow(measurement)
}

function writeRow({ name, unit, bar, peerName, pairs, notes }: Measurement): void {
  const ratios = pairs.flatMap(({ ours, peer }) => (peer === undefined ? [] : [ours / peer]))
  const peers = pairs.flatMap(({ peer }) => peer ?? [])
  const ours = spread(pairs.map((pair) => pair.ours))
  const peer = peers.length ? `${spread(peers)} (${peerName})` : '–'
  write(`| ${name} | ${ours} ${unit} | ${peer} | ${ratios.length ? spread(ratios) : '–'} | ${bar} |`)
  for (const note of notes) write(`|   ${note} | | | | |`)
}

/** The median, and what the runs lay between. */
function spread(figures: readonly number[]): string {
  const sorted = figures.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const [low = median, high = median] = [sorted[0], sorted.at(-1)]
  return sorted.length > 1 && say(low) !== say(high)
    ? `${say(median)} (${say(low)}–${say(high)})`
    : say(median)
}

function say(figure: number): string {
  return figure >= 100 ? String(Math.round(figure)) : figure.toFixed(2)
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}
