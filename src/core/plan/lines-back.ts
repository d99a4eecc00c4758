import { fail, ok, type Result } from '../../model/problem.js'
import type { EditedManifest } from '../manifest/edit-manifest.js'
import { linesTurnedBack, type ThreeTexts } from '../text/align-lines.js'
import { textConflict } from './conflict.js'

/** A manifest at the times that count when a request is taken back. */
export interface FileTexts extends ThreeTexts {
  readonly file: string
  /** What is to show through: the same as `before`, but where requests below have been taken back. */
  readonly shown: string
}

/** Of a text without places, and of what differs in layout alone, all lines of the request go back, or none. */
export function wholeBack({ file, shown, after, now }: FileTexts): Result<EditedManifest> {
  if (linesTurnedBack({ before: after, after: shown, now })?.everywhere === true)
    return ok({ text: now, places: [] })
  const turned = linesTurnedBack({ before: shown, after, now })
  return turned?.everywhere === true
    ? ok({ text: turned.text, places: [{ at: [], old: now, new: turned.text }] })
    : fail(textConflict(file, after, now))
}
