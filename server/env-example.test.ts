import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'
import { settings } from './settings.ts'

const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
const units = new Set(['hoan-kiem'])

describe('.env.example', () => {
  it('documents every setting, and no other', () => {
    const documented = [...text.matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name)
    expect(documented.toSorted()).toEqual(Object.keys(settings(units).shape).toSorted())
  })

  it('changes nothing as it is', () => {
    expect(parseEnv(text)).toEqual({})
  })

  it('shows values that are accepted', () => {
    const shown = parseEnv(text.replaceAll(/^#([A-Z_]+=)/gm, '$1'))
    expect(loadConfig(shown as NodeJS.ProcessEnv, units)).toMatchObject({ port: 8080, units: ['hoan-kiem'] })
  })
})
