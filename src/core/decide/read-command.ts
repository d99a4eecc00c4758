import type { Command } from '../../model/command.js'
import type { Code } from '../../model/problem-codes.js'
import type { ApprovalRule } from '../../model/request-type.js'
import type { Authority, ObservedComment, Snapshot } from '../../model/snapshot.js'
import type { RefusedVote } from '../../model/verdict.js'
import { readCommands, type SpokenCommand } from '../command/read-commands.js'
import { type Authorisation, authoriseCommand } from './authorise-command.js'
import type { Reading } from './reading.js'

/** What one comment asks for, and whether whoever wrote it may. */
export interface ReadComment {
  readonly state: 'authorised' | 'refused' | 'unknown' | 'none'
  readonly reason: Code
  readonly spoken: SpokenCommand | null
  readonly command: Command | null
  /** The principals its author counts as. */
  readonly as: readonly string[]
  readonly refusal: Pick<RefusedVote, 'code' | 'what' | 'fix'> | null
}

const none: ReadComment = {
  state: 'none',
  reason: 'comment/no-command',
  spoken: null,
  command: null,
  as: [],
  refusal: null,
}

/** The command of a comment; null where it holds none. */
export function spokenIn(comment: ObservedComment): SpokenCommand | null {
  return readCommands([comment])[0] ?? null
}

/**
 * Reads one comment of an issue, and whether its author may give its command. Nothing is carried out.
 * @param comment null when it is gone.
 * @param rules who may approve and reject; null when the issue is no request and nobody was named.
 */
export function readCommand(
  reading: Reading,
  comment: ObservedComment | null,
  rules: readonly ApprovalRule[] | null,
  authority: Authority,
): ReadComment {
  if (comment === null) return { ...none, reason: 'comment/gone' }
  const spoken = spokenIn(comment)
  if (spoken === null) return none
  const { reading: said } = spoken
  if (said.kind === 'refused') {
    const { code, what, fix } = said
    return { ...none, state: 'refused', reason: code, spoken, refusal: { code, what, fix } }
  }
  if (rules === null) return { ...none, reason: 'state/no-request', spoken, command: said.command }
  return judged(
    spoken,
    said.command,
    authoriseCommand(withAuthority(reading, authority), rules, { ...spoken, reading: said }),
  )
}

function judged(spoken: SpokenCommand, command: Command, authorisation: Authorisation): ReadComment {
  if (authorisation.authorised === 'true') {
    const { as } = authorisation
    return { state: 'authorised', reason: 'comment/authorised', spoken, command, as, refusal: null }
  }
  const { code, what, fix } = authorisation.refusal
  const state = authorisation.authorised === 'unknown' ? 'unknown' : 'refused'
  return { state, reason: code, spoken, command, as: [], refusal: { code, what, fix } }
}

/** Of the details only the people matter here. */
function withAuthority(reading: Reading, authority: Authority): Reading {
  const { snapshot } = reading
  const { commit, private: _, ...settings } = snapshot.repository
  const asked: Snapshot = {
    ...snapshot,
    details: {
      target: { ...settings, reached: true },
      branch: null,
      pull: null,
      manifests: { commit, tree: commit, files: [] },
      folders: [],
      authority,
      merge: null,
      mergeRefusal: null,
      replacements: 0,
      others: null,
      otherRecords: null,
    },
  }
  return { ...reading, snapshot: asked }
}
