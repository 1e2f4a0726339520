import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))

/**
 * Starts a script of this folder as a process of its own, to be killed; it is ready when it has said a line.
 * @returns that line as well
 */
export async function startScript(script: string, args: readonly string[]) {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const [said]: string[] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exit.then(() => Promise.reject(new Error('The process ended before it was ready'))),
  ])
  return {
    said,
    /** kill −9 */
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
  }
}
