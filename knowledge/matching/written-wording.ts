import { z } from 'zod'
import { compileWording } from './wording.ts'

/** A wording as files of facts hold it: text that can be compiled. */
export const writtenWording = z.string().superRefine((written, context) => {
  try {
    compileWording(written)
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
  }
})
