import { vi } from 'vitest'

const patience = { timeout: 20_000 }
const { waitFor } = vi

// What a test waits for is not about speed unless it says so, and vitest's own second is too short for a machine that
// is busy with other things. A test that passes waits no longer for this.
vi.waitFor = (condition, options) =>
  waitFor(condition, typeof options === 'number' ? options : { ...patience, ...options })
