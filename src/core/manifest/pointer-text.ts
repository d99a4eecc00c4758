import type { PathStep } from '../../model/plan.js'

/**
 * The way to a place, one text for each: a JSON Pointer, with matchers in JSON, as in `/spec/containers/{"name":"app"}/image`; people read
 * `placeText`. Empty for the whole document. Source of the escapes: RFC 6901.
 */
export function pointerText(at: readonly PathStep[]): string {
  return at
    .map((step) => `/${typeof step === 'object' ? JSON.stringify(step) : escaped(String(step))}`)
    .join('')
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
