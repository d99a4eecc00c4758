import { blocks, code, joined, type Markdown, markdown } from '../text/markdown.js'

/** What follows a chapter that has ended: whether what was merged arrives, and the stages to come. */
export interface Following {
  /** The stage the chapter was about; null where there are none. */
  readonly stage: string | null
  /** Whether what was merged has arrived; `unclear`: the time is over, and nobody can say; null where nothing is waited for. */
  readonly arrival: 'awaited' | 'unclear' | 'reached' | 'failed' | null
  /** What was said of that, as Markdown; null where nothing is waited for. */
  readonly outcome: Markdown | null
  /** What comes next, and whether somebody has to ask for it; null where nothing does. */
  readonly next: { readonly stage: string; readonly by: 'promote' | 'itself' } | null
  /** The stages in order, with where they are; empty where there are none. */
  readonly line: readonly StagePlace[]
  /** The stages that can be taken back, in order; empty where there are none. */
  readonly inForce: readonly string[]
}

export interface StagePlace {
  readonly name: string
  /** `here`: on its way. */
  readonly at: 'done' | 'reached' | 'here' | 'failed' | 'taken-back' | 'to-come'
}

/** Who has to do what next, where each stage is, and what was said of what was merged; null where nothing of that is to be told. */
export function whatFollows(following: Following | null): Markdown | null {
  if (following === null) return null
  const parts = [nextOf(following), lineOf(following), following.outcome].filter((each) => each !== null)
  return parts.length === 0 ? null : blocks(...parts)
}

function nextOf(following: Following): Markdown | null {
  const { arrival, next } = following
  switch (arrival) {
    case 'failed':
      return markdown`**Next:** a maintainer has to look at it: either have it put right, or comment ${code(rollBackWords(following))} with the reason to take it back.${heldUp(next)}`
    case 'unclear':
      return markdown`**Next:** somebody has to look whether it works, the requester or a maintainer; if it does not, comment ${code(rollBackWords(following))} with the reason to take it back.${heldUp(next)}`
    case 'awaited':
      return next === null
        ? markdown`**Next:** nobody has to act; the toolkit looks whether it arrives.`
        : next.by === 'itself'
          ? markdown`**Next:** nobody has to act; it goes on to ${next.stage} by itself once it has arrived.`
          : markdown`**Next:** nobody has to act before it has arrived; to go on to ${next.stage} then, comment ${code('/promote')}.`
    case 'reached':
    case null:
      if (next === null) return null
      return next.by === 'itself'
        ? markdown`**Next:** nobody has to act; it goes on to ${next.stage} by itself.`
        : markdown`**Next:** to go on to ${next.stage}, comment ${code('/promote')}.`
  }
}

function heldUp(next: Following['next']): string {
  return next === null ? '' : ` It does not go on to ${next.stage} before it has arrived.`
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
  return markdown`To take a stage back, comment ${joined(words, ' or ')} with the reason; the stages after it are taken back first.`
}

/** The command that takes back the stage at hand. */
function rollBackWords({ stage, inForce }: Following): string {
  return stage === null || inForce.length < 2 ? '/rollback' : `/rollback ${stage}`
}
