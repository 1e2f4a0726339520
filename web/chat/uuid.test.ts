import { expect, it } from 'vitest'
import { z } from 'zod'
import { createUuid } from './uuid.ts'

it('makes ids that the server takes, no two the same', () => {
  const ids = Array.from({ length: 500 }, createUuid)
  expect(new Set(ids).size).toBe(500)
  for (const id of ids) expect(z.uuidv4().safeParse(id).success).toBe(true)
})
