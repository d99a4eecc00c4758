import type { Instant } from '../../model/instant.js'
import { momentWords } from './end-words.js'

/** A limit on what is merged within a day that would be exceeded. */
interface Reached {
  readonly what: 'requests' | 'files' | 'places'
  readonly most: number
  readonly used: number
  readonly stage: string | null
  readonly from: Instant
}

/** Which limit an approved request waits for, and from when it can go on: half a sentence. @param reached null where nobody knows what was merged. */
export function limitWords(reached: Reached | null): string {
  if (reached === null)
    return 'the ledger holds files that are no records, so nobody can tell how much was merged within a day; a maintainer has to run issueops audit verify'
  const { what, most, used, stage, from } = reached
  const where = stage === null ? 'requests of this kind' : `requests of this kind in ${stage}`
  const spent =
    what === 'requests'
      ? `${used} of at most ${most} ${where} were merged within 24 hours`
      : `${where} have changed ${used} of at most ${most} ${what} within 24 hours, and this one would change more than are left`
  return `${spent}; it can go on from ${momentWords(from)}`
}
