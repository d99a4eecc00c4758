import type { Limits } from '../../model/request-type.js'
import { report, type Wrong } from '../decode/decoding.js'
import { map, optional } from '../decode/keys.js'
import { type Shape, to, whole } from '../decode/shape.js'

/** Most that may be written: a limit that is never reached is none. */
const most = 100_000

const count = to(whole(1), (value) => Math.min(value, most))

const atOnce = map({
  files: optional(count, undefined, { says: 'How many files one request may change.', examples: [10] }),
  places: optional(count, undefined, {
    says: 'How many places in files one request may change.',
    examples: [50],
  }),
})

/** How much the requests of a type, or of a stage of it, may change. */
export const limits: Shape<Limits> = to(
  map({
    requests: optional(count, undefined, {
      says: 'How many requests may be merged within 24 hours.',
      examples: [20],
    }),
    files: optional(count, undefined, {
      says: 'How many files they may change in that time.',
      examples: [50],
    }),
    places: optional(count, undefined, {
      says: 'How many places in files they may change in that time.',
      examples: [200],
    }),
    'at-once': optional(atOnce, undefined, {
      says: 'What one request may change. One that would change more is refused before anybody is asked to approve it.',
      examples: [{ files: 10 }],
    }),
  }),
  (said, decoding, { tree, place }): Limits | Wrong => {
    const { requests, files, places, 'at-once': once } = said
    const alone = once === undefined || (once.files === undefined && once.places === undefined)
    if (requests === undefined && files === undefined && places === undefined && alone)
      return report(decoding, decoding.lines.get(place) ?? tree.line, {
        code: 'type/value',
        what: `“${place}” limits nothing.`,
        fix: 'Write how much may be changed, as in limits: { requests: 20 }, or remove it.',
      })
    return {
      ...(requests === undefined ? {} : { requests }),
      ...(files === undefined ? {} : { files }),
      ...(places === undefined ? {} : { places }),
      ...(once === undefined ? {} : { atOnce: { ...once } }),
    }
  },
)
