import type { JsonSchema } from '../../model/json.js'
import type { RequestType } from '../../model/request-type.js'
import { type Decoding, type Piece, report, type Wrong } from '../decode/decoding.js'
import { windowsNamed } from './read-calendar.js'

/** What an editor is told about windows beside the way of merging. */
export const windowRules: JsonSchema = {
  anyOf: [
    { properties: { merge: { enum: ['now', 'manual'] } } },
    { properties: { windows: false, stages: { items: { properties: { windows: false } } } } },
  ],
}

/** Refuses windows where GitHub merges by itself: it merges as soon as its own conditions are met, and does not know of any window. */
export function windowKeys<Said extends Pick<RequestType, 'merge' | 'windows' | 'stages'>>(
  said: Said,
  decoding: Decoding,
  { tree }: Piece,
): Said | Wrong {
  const [first] = windowsNamed(said)
  if (first === undefined || said.merge === 'now' || said.merge === 'manual') return said
  const at = first.at.slice(0, first.at.lastIndexOf('/'))
  return report(decoding, decoding.lines.get(at) ?? tree.line, {
    code: 'type/windows-merge',
    what: `“merge” is ${said.merge}, so GitHub merges as soon as its own conditions are met, and it knows of no window.`,
    fix: 'Write merge: now or manual, or remove windows.',
  })
}
