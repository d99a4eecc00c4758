import { blocks, code, joined, type Markdown, markdown, oneOfThem } from '../text/markdown.js'
import { type ReviewStanding, reviewSentence } from './review-words.js'

/** What follows a chapter that has ended: whether what was merged arrives, and the stages to come. */
export interface Following {
  /** The stage of whose merge it is told whether it arrives; else the one the chapter was about; null where there are none. */
  readonly stage: string | null
  /** Whether what was merged has arrived; `unclear`: the time is over, and nobody can say; null where nothing is waited for. */
  readonly arrival: 'awaited' | 'unclear' | 'reached' | 'failed' | null
  /** What was said of that, as Markdown; null where nothing is waited for. */
  readonly outcome: Markdown | null
  /** What comes next; null where nothing does. */
  readonly next: NextInLine | null
  /** The request type that has to tell what comes next, and does not know the stage any more; null where it does. */
  readonly lost: string | null
  /** The stages in order, with where they are; empty where there are none. */
  readonly line: readonly StagePlace[]
  /** The stages that can be taken back, in order; empty where there are none. */
  readonly inForce: readonly string[]
  /** How the review of an emergency stands; null where none is in force. */
  readonly review: ReviewStanding | null
  /** The owner of the repository, whose teams are named. */
  readonly organization: string
}

export interface NextInLine {
  readonly stage: string
  /** What begins it: somebody asks for it, it begins by itself, or it would on an issue that is open. */
  readonly by: 'promote' | 'itself' | 'reopening'
  /** Whether it begins only once what was merged has arrived. */
  readonly waits: boolean
}

export interface StagePlace {
  readonly name: string
  /** `here`: on its way. */
  readonly at: 'done' | 'reached' | 'here' | 'failed' | 'taken-back' | 'to-come'
}

/** Who has to do what next, where each stage is, and what was said of what was merged; null where nothing of that is to be told. */
export function whatFollows(following: Following | null): Markdown | null {
  if (following === null) return null
  const { review, organization, outcome } = following
  const reviewed = review === null ? null : reviewSentence(review, organization)
  const parts = [reviewed, nextOf(following), lineOf(following), outcome].filter((each) => each !== null)
  return parts.length === 0 ? null : blocks(...parts)
}

function nextOf(following: Following): Markdown | null {
  const { arrival, next, lost, review } = following
  const isOpen = review !== null && review.kind !== 'reviewed'
  if (lost !== null)
    return markdown`**Next:** a maintainer has to look at ${code(lost)}: it is gone or broken, or its stages are others or in another order, so that nobody can tell which stage comes next.`
  switch (arrival) {
    case 'failed':
      return markdown`**Next:** a maintainer has to look at it: either have it put right, or comment ${code(rollBackWords(following))} with the reason to take it back.${heldUp(next)}`
    case 'unclear':
      return markdown`**Next:** somebody has to look whether it works, the requester or a maintainer; if it does not, comment ${code(rollBackWords(following))} with the reason to take it back.${heldUp(next)}`
    case 'awaited':
      if (isOpen) return null
      if (next === null) return markdown`**Next:** nobody has to act; the toolkit looks whether it arrives.`
      return next.waits ? goesOnThen(next) : goesOn(next)
    case 'reached':
    case null:
      if (next === null) return null
      return isOpen ? markdown`It does not go on to ${next.stage} before it is reviewed.` : goesOn(next)
  }
}

function goesOn({ stage, by }: NextInLine): Markdown {
  return by === 'itself'
    ? markdown`**Next:** nobody has to act; it goes on to ${stage} by itself.`
    : markdown`**Next:** to go on to ${stage}, ${actOf(by)}.`
}

function goesOnThen({ stage, by }: NextInLine): Markdown {
  return by === 'itself'
    ? markdown`**Next:** nobody has to act; it goes on to ${stage} by itself once it has arrived.`
    : markdown`**Next:** nobody has to act before it has arrived; to go on to ${stage} then, ${actOf(by)}.`
}

const asWho =
  'as the requester, an approver or a maintainer may; whoever asks for the stage cannot approve it'

function actOf(by: Exclude<NextInLine['by'], 'itself'>): Markdown {
  switch (by) {
    case 'promote':
      return markdown`comment ${code('/promote')}, ${asWho}`
    case 'reopening':
      return markdown`reopen this issue or comment ${code('/promote')}, ${asWho}`
  }
}

function heldUp(next: Following['next']): string {
  return next?.waits === true ? ` It does not go on to ${next.stage} before it has arrived.` : ''
}

/** As in “dev ✅ · staging ⏳ · production”. */
function lineOf({ line }: Following): Markdown | null {
  if (line.length === 0) return null
  const stages = line.map(({ name, at }) => markdown`${name}${marks[at]}`)
  return markdown`**Stages:** ${joined(stages, ' · ')}`
}

const marks: Readonly<Record<StagePlace['at'], string>> = {
  done: ' ✅',
  reached: ' ✅',
  here: ' ⏳',
  failed: ' ❌',
  'taken-back': ' ↩️',
  'to-come': '',
}

/** How what is in force is taken back. Of several stages one has to be named. */
export function backOf(following: Following | null): Markdown {
  const stages = following?.inForce ?? []
  if (stages.length < 2) return markdown`To take it back, comment ${code('/rollback')} with the reason.`
  const words = stages.toReversed().map((stage) => code(`/rollback ${stage}`))
  return markdown`To take a stage back, comment ${oneOfThem(words)} with the reason; the stages after it are taken back first.`
}

/** The command that takes back the stage at hand. */
export function rollBackWords({ stage, inForce }: Following): string {
  return stage === null || inForce.length < 2 ? '/rollback' : `/rollback ${stage}`
}
