import { Lacking } from '../lacking.js'

/** What an answer can be written in. Source: GitHub docs, “Media types”. */
export type Format = 'json' | 'diff' | 'patch' | 'raw' | 'sha'

/** What the first type that a client accepts, and the route can write, asks for. */
export interface Accepted {
  readonly format: Format
  /** `content-type` of the answer. */
  readonly type: string
}

const json: Accepted = { format: 'json', type: 'application/json; charset=utf-8' }

/** @throws Lacking when the route writes none of the types; GitHub may know them. */
export function acceptedOf(accept: string | null, formats: readonly Format[], route: string): Accepted {
  const types = (accept ?? '').split(',').map((one) => one.split(';')[0]?.trim().toLowerCase() ?? '')
  for (const type of types.filter(Boolean)) {
    const found = formatOf(type)
    if (found?.format === 'json' || (found !== null && formats.includes(found.format))) return found
  }
  if (accept === null || accept.trim() === '') return json
  throw new Lacking(`${route} does not write ${accept}`)
}

/** Previews have all become part of the API, and of the old versions only the third is left. */
function formatOf(type: string): Accepted | null {
  if (['*/*', 'application/*', 'application/json', 'text/json'].includes(type)) return json
  const github = /^application\/vnd\.github(?:\.v3)?((?:\.[a-z]+)?)((?:\+json)?)$/.exec(type)
  if (github !== null) return namedFormat(github[1] ?? '', github[2] ?? '', type)
  return /^application\/vnd\.github\.[a-z-]+-preview(?:\+json)?$/.test(type) ? json : null
}

function namedFormat(name: string, suffix: string, type: string): Accepted | null {
  if (name === '') return json
  const found = (['diff', 'patch', 'raw', 'sha'] as const).find((one) => `.${one}` === name)
  if (found === undefined || (suffix !== '' && found !== 'raw')) return null
  return { format: found, type: `${type}; charset=utf-8` }
}
