import type { LedgerRecord } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import { withoutHiddenComments } from '../command/hidden-comment.js'
import { plainLetters } from '../form/plain-letters.js'
import { type OwnStanding, stageOf } from '../ledger/own-standing.js'
import { lastDone, nextStage } from './stage-line.js'

/** Why a command begins no chapter, and what its author can do. */
interface Unclear {
  readonly what: string
  readonly fix: string
}

/** The stage that a `/promote` begins, or why it begins none. @param named the stage it names; null where it names none. */
export function stageAsked(
  named: string | null,
  records: readonly LedgerRecord[],
  type: RequestType,
): string | Unclear {
  // Where it passed through stages, its type has lost them, or is gone itself.
  if (type.stages === undefined && lastDone(records) === null)
    return {
      what: 'Requests of this kind have no stages, so there is none to go on to.',
      fix: 'Nothing has to be done: what was merged is all there is.',
    }
  const next = nextStage(records, type)
  if (next === null) return nothingNext(records, type)
  const { stage, before, standing } = next
  if (named !== null && named !== stage.name)
    return {
      what: `The stage after ${before.name} is ${stage.name}, and no stage is skipped or done twice.`,
      fix: `To go on to ${stage.name}, comment /promote ${stage.name}.`,
    }
  switch (standing) {
    case 'ready':
      return stage.name
    case 'not-reached':
      return {
        what: `Nobody has said yet that this request has arrived in ${before.name}, and ${stage.name} comes after that.`,
        fix: 'The status comment shows what is waited for; once it has been said, write a new comment with /promote.',
      }
    case 'not-reviewed':
      return {
        what: `This request was merged into ${before.name} as an emergency, and nobody has reviewed that yet; ${stage.name} comes after the review.`,
        fix: 'The status comment shows who reviews it; once they have confirmed it, write a new comment with /promote.',
      }
    case 'failed':
      return {
        what: `This request has failed in ${before.name}, so it does not go on to ${stage.name}.`,
        fix: `Take it back there with /rollback ${before.name}, or see to it that ${before.name} works: once that has been said, write a new comment with /promote.`,
      }
  }
}

function nothingNext(records: readonly LedgerRecord[], { path, stages = [] }: RequestType): Unclear {
  const last = lastDone(records)
  if (last === null)
    return {
      what: 'Nothing of this request is in force in any stage, so there is none to go on from.',
      fix: 'To ask for it once more, file a new request.',
    }
  if (last.name === stages.at(-1)?.name)
    return {
      what: `This request is in its last stage, ${last.name}.`,
      fix: 'Nothing has to be done.',
    }
  if (stages.some(({ name }) => name === last.name))
    return {
      what: `By ${path} as it stands now, what comes after ${last.name} is a stage in which this request is already, and no stage is done twice.`,
      fix: 'A maintainer has to restore the order of its stages, or the requester files a new request.',
    }
  return {
    what: `${path} is gone, broken, or does not have the stage ${last.name} any more, so nobody can tell which one comes after it.`,
    fix: 'A maintainer has to restore it, or the requester files a new request.',
  }
}

interface TakingBack {
  /** Which stage is taken back now, and down to which one; empty where the request has none. */
  readonly stages: { readonly stage?: string; readonly downTo?: string }
  /** What is left of the words behind the command. */
  readonly reason: string | null
}

/**
 * What a `/rollback` takes back: in a request with stages the one it names, after those that came later. Whoever names a stage means no other: where
 * nothing is in force there, nothing is taken back.
 * @param records of all chapters of the request.
 */
export function toTakeBack(
  words: string | null,
  { merges }: OwnStanding,
  records: readonly LedgerRecord[],
  type: RequestType,
): TakingBack | Unclear {
  const inForce = merges.flatMap((merge) => stageOf(merge) ?? [])
  const last = inForce.at(-1)
  if (last === undefined) return { stages: {}, reason: words }
  const { stage, reason } = stageMeant(words, inForce, namesOf(records, type))
  if (stage !== null && inForce.includes(stage))
    return { stages: stage === last ? { stage } : { stage: last, downTo: stage }, reason }
  if (stage !== null)
    return {
      what: `Nothing of this request is in force in ${stage}, so nothing is taken back there. It is in force in ${inForce.join(', ')}.`,
      fix: `To take that back, write a new comment with /rollback ${last}. What is not merged yet stops with /hold, /reject or /withdraw.`,
    }
  return {
    what: `This request is in force in several stages: ${inForce.join(', ')}. The command does not say which of them is to be taken back.`,
    fix: `Write a new comment that names it, as in /rollback ${last}; of an earlier one, those after it are taken back first.`,
  }
}

interface Restoring {
  /** The stage that is restored; empty where the request has none. */
  readonly stages: { readonly stage?: string }
  /** What is left of the words behind the command. */
  readonly reason: string | null
}

/** What a `/restore` puts back: in a request with stages the one it names. The others stay as they are. @param records as for `toTakeBack`. */
export function toRestore(
  words: string | null,
  standing: OwnStanding,
  records: readonly LedgerRecord[],
  type: RequestType,
): Restoring | Unclear {
  return oneStage(words, standing, namesOf(records, type), { name: 'restore', done: 'restored' })
}

/** The same of an `/accept`, which lets go of what was changed in one stage. */
export function toAccept(
  words: string | null,
  standing: OwnStanding,
  records: readonly LedgerRecord[],
  type: RequestType,
): Restoring | Unclear {
  return oneStage(words, standing, namesOf(records, type), { name: 'accept', done: 'accepted' })
}

function oneStage(
  words: string | null,
  { merges }: OwnStanding,
  names: ReadonlySet<string>,
  { name, done }: { readonly name: 'restore' | 'accept'; readonly done: string },
): Restoring | Unclear {
  const inForce = merges.flatMap((merge) => stageOf(merge) ?? [])
  const last = inForce.at(-1)
  if (last === undefined) return { stages: {}, reason: words }
  const { stage, reason } = stageMeant(words, inForce, names)
  if (stage !== null && inForce.includes(stage)) return { stages: { stage }, reason }
  if (stage !== null)
    return {
      what: `Nothing of this request is in force in ${stage}, so nothing is ${done} there. It is in force in ${inForce.join(', ')}.`,
      fix: `To have that ${done}, write a new comment with /${name} ${last}.`,
    }
  return {
    what: `This request is in force in several stages: ${inForce.join(', ')}. The command does not say which of them is to be ${done}.`,
    fix: `Write a new comment that names it, as in /${name} ${last}.`,
  }
}

/** The stages that are none by now, too: somebody may still mean them. */
function namesOf(records: readonly LedgerRecord[], { stages = [] }: RequestType): ReadonlySet<string> {
  return new Set([...stages.map(({ name }) => name), ...records.flatMap((each) => stageOf(each) ?? [])])
}

/**
 * The stage that a command is about: the one that its first word names, else the only one in force; null where several are and none is named. Of several
 * that a word names together, one in which nothing is in force: whoever says something of that means no other alone.
 */
function stageMeant(
  words: string | null,
  inForce: readonly string[],
  names: ReadonlySet<string>,
): { readonly stage: string | null; readonly reason: string | null } {
  const [, first = '', rest = ''] = firstWord.exec(withoutHiddenComments(words ?? '').trimStart()) ?? []
  const known = new Set([...inForce, ...names])
  const plain = plainWord(first)
  const named = stageCalled(plain, known)
  if (named !== null && inForce.includes(named)) return { stage: named, reason: rest === '' ? null : rest }
  const parts = plain.split(/-?[^\p{L}\p{N}-]+-?/u).flatMap((part) => stageCalled(part, known) ?? [])
  const meant = new Set(named === null ? parts : [named])
  const elsewhere = [...meant].find((stage) => !inForce.includes(stage))
  if (elsewhere !== undefined) return { stage: elsewhere, reason: words }
  const [only = null, ...others] = meant.size > 0 ? meant : inForce
  return { stage: others.length === 0 ? only : null, reason: words }
}

/** The first word in which something can be read, and what follows it. */
const firstWord = /^(?:[^\p{L}\p{N}\s]+\s+)*(\S+)\s*([\s\S]*)$/u

const unseen = /[\p{M}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** A word as a name is written: people write it within a sentence, as in `Production,`, and keyboards and editors dress it, as in “production”. */
function plainWord(word: string): string {
  const seen = word.normalize('NFKD').replaceAll(unseen, '').toLowerCase()
  const joined = seen.replaceAll(/[_\p{Pd}\u2212]+/gu, '-')
  const [inside = ''] = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su.exec(joined) ?? []
  return inside.replace(/['’ʼ]s$/, '')
}

/** The stage of a name, or the one whose name looks like it; null where there is none. */
function stageCalled(name: string, known: ReadonlySet<string>): string | null {
  if (known.has(name)) return name
  const looks = plainLetters(name)
  return [...known].find((each) => plainLetters(each) === looks) ?? null
}
