import type { Form } from '../../model/form.js'
import { type Digest, fullName, type PullNumber, type RepositoryRef } from '../../model/ids.js'
import type { Instant } from '../../model/instant.js'
import type { Person } from '../../model/person.js'
import type { Plan } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { Cause, FinalRecord } from '../../model/record.js'
import type { Request } from '../../model/request.js'
import type { RequestType } from '../../model/request-type.js'
import { unreachable } from '../../model/unreachable.js'
import type { Verdict } from '../../model/verdict.js'
import { peopleReasons } from '../approval/people-reasons.js'
import { staysUnanswered } from '../ledger/waiting-since.js'
import { blocks, code, type Markdown, markdown, mention, reference, table } from '../text/markdown.js'
import type { AcceptedSince } from './accepted-words.js'
import { emergencyMark, emergencySentence } from './emergency-words.js'
import { durationWords, endSentence, momentWords } from './end-words.js'
import { verdictTable } from './explain-verdict.js'
import { finalStatus } from './final-status.js'
import type { Following } from './following.js'
import { nextStep } from './next-step.js'
import { type OtherRequestsView, otherRequests } from './other-requests.js'
import { leftView, planView, requestTable } from './request-view.js'
import { stageSentence, titleInStage } from './stage-words.js'
import { type WaitingView, waitingFor } from './waiting-for.js'

/** Marks the one status comment; only a comment the toolkit itself wrote is ever taken for it. */
export const statusMarker = '<!-- issueops:status -->'

/** Everything the status comment tells. */
export type StatusView =
  | {
      /** `other-text`: nothing of the form is in the issue, so that there is no answer that could be corrected. */
      readonly kind: 'invalid' | 'other-text' | 'not-permitted'
      readonly requester: Person | null
      readonly title: string
      readonly problems: readonly Problem[]
    }
  | { readonly kind: 'held'; readonly title: string; readonly problems: readonly Problem[] }
  | ({ readonly kind: 'awaiting-approval' } & OpenRequest)
  | ({ readonly kind: 'approved'; readonly waitsFor: string } & OpenRequest)
  | {
      readonly kind: 'final'
      readonly record: FinalRecord
      /** What became later of the comments it rests on, in sentences. */
      readonly later: readonly string[]
      /** What follows it; null where nothing does. */
      readonly following: Following | null
      /** Whatever was let go of since, and whether anything is in force still; left out where nothing was let go of. */
      readonly accepted?: AcceptedSince
    }

interface OpenRequest extends Omit<WaitingView, 'naming'> {
  /** The repository of the pull request, where that is not this one. */
  readonly elsewhere: RepositoryRef | null
  /** Leaves out what the manifests hold, because more people can read this issue than them. */
  readonly withheld: boolean
  readonly type: RequestType
  readonly form: Form
  readonly request: Request
  readonly plan: Plan
  /** Null where no file changes. */
  readonly pull: PullNumber | null
  /** Why the chapter at hand began. */
  readonly cause: Cause
  /** When what was merged ends; null where nothing is, or it never does. */
  readonly until: Instant | null
  readonly digest: Digest
  readonly verdict: Verdict
  /** What approvers should know of the submission, though nothing is wrong with it. */
  readonly warnings: readonly Problem[]
  /** Other open requests that change the same places. */
  readonly others: OtherRequestsView
  /** Leaves out the values and the diff, which stand in the pull request too. */
  readonly brief?: true
}

/** The status comment: what the state is, who must act and with which command, then the evidence. */
export function statusComment(view: StatusView): string {
  const whole = written(body(view))
  return whole.length <= commentLengthMax ? whole : written(body(shortened(view)))
}

/** What the status comment says, without its marker: the report of a step. */
export function statusText(view: StatusView): string {
  return statusComment(view).slice(statusMarker.length).trim()
}

/** GitHub refuses a comment of more than 65,536 characters; some room is left for what it counts differently. */
const commentLengthMax = 60_000
/** Problems shown when all of them would not fit. */
const problemsShownMax = 10

function written(text: Markdown): string {
  return `${statusMarker}\n${text.source}\n`
}

/** The same with less detail: the pull request holds the whole change, and the next run shows the next problems. */
function shortened(view: StatusView): StatusView {
  switch (view.kind) {
    case 'invalid':
    case 'other-text':
    case 'not-permitted':
    case 'held':
      return { ...view, problems: view.problems.slice(0, problemsShownMax) }
    case 'awaiting-approval':
    case 'approved':
      return { ...view, brief: true }
    case 'final':
      return view
    default:
      return unreachable(view)
  }
}

function body(view: StatusView): Markdown {
  switch (view.kind) {
    case 'invalid':
      return invalid(
        view,
        markdown`${addressed(view.requester)}, edit this issue (the ${code('…')} menu above, then **Edit**). It is checked again as soon as you save.`,
      )
    case 'other-text':
      return invalid(
        view,
        markdown`${addressed(view.requester)} has to file the request with its form and to close this issue: there is nothing of the form in it that could be edited.`,
      )
    case 'not-permitted':
      return blocks(
        markdown`### 🚫 ${view.title}: not open to this account`,
        markdown`**Next:** nobody has to act here. ${addressed(view.requester)}, no pull request was opened.`,
        problemTable(view.problems),
      )
    case 'held':
      return blocks(
        markdown`### ⏸️ ${view.title}: on hold`,
        markdown`**Next:** ${nextStep(view.problems)}`,
        markdown`Nothing is merged until this is settled. The toolkit looks again at every event and at every sweep.`,
        problemTable(view.problems),
      )
    case 'awaiting-approval':
      return blocks(
        markdown`### ⏳ ${headingOf(view)}: waiting for approval`,
        markdown`**Next:** ${waitingFor(view.verdict, view.digest, named(view))}. ${ownApproval(view)}${whereNobodyAnswers(view)}`,
        askedBy(view.cause),
        ...open(view),
      )
    case 'approved':
      return blocks(
        markdown`### ☑️ ${headingOf(view)}: approved, not merged yet`,
        markdown`**Next:** ${view.waitsFor}`,
        askedBy(view.cause),
        ...open(view),
      )
    case 'final':
      return finalStatus(view.record, view.later, view.following, view.accepted)
    default:
      return unreachable(view)
  }
}

function headingOf(view: OpenRequest): string {
  return `${titleInStage(view.type.title, view)}${emergencyMark(view.plan)}`
}

function invalid(
  view: { readonly title: string; readonly problems: readonly Problem[] },
  next: Markdown,
): Markdown {
  const count = view.problems.length === 1 ? 'one correction' : `${view.problems.length} corrections`
  return blocks(
    markdown`### ✏️ ${view.title}: needs ${count}`,
    markdown`**Next:** ${next}`,
    problemTable(view.problems),
  )
}

/** A bot is not mentioned: its name without the brackets may be somebody else's. */
function addressed(requester: Person | null): Markdown {
  if (requester === null) return markdown`whoever filed this`
  return requester.kind === 'user' ? mention(requester.login) : code(requester.login)
}

function problemTable(problems: readonly Problem[]): Markdown {
  const rows = problems.map((problem) => [
    place(problem),
    markdown`${problem.what}`,
    markdown`${problem.fix}`,
    code(problem.code),
  ])
  return table(['Where', 'What is the matter', 'What to do', 'Code'], rows)
}

function place(problem: Problem): Markdown {
  const line = problem.line === undefined ? markdown`` : markdown` (line ${problem.line})`
  const where = problem.label ?? problem.file
  return where === undefined ? markdown`This request${line}` : markdown`${where}${line}`
}

/** Whether whoever asks can approve, and how it is stopped. */
function ownApproval({ verdict, cause }: OpenRequest): Markdown {
  const withdraw = code('/withdraw')
  switch (cause.kind) {
    case 'asked': {
      const may = peopleReasons(verdict.root).some(({ not }) => !not.includes('requester'))
      return may
        ? markdown`To take the request back, comment ${withdraw}.`
        : markdown`The requester cannot approve; to take the request back, comment ${withdraw}.`
    }
    case 'ended':
      return markdown`Whoever asked for the request cannot approve it; an approver can stop it for a day with ${code('/hold')}.`
    case 'taken-back':
    case 'restored':
    case 'extended':
      if ('overdue' in cause)
        return markdown`Whoever asked for the emergency can neither approve nor decline this; whoever else approves it declines it with ${code('/reject')}.`
      return markdown`Whoever asked for this cannot approve it; to call it off, they comment ${withdraw}.`
    case 'stage':
      return 'by' in cause
        ? markdown`Whoever asked for this stage cannot approve it, nor can the requester; to call it off, ${code(cause.by.login)} comments ${withdraw}.`
        : markdown`The requester cannot approve it, and can call it off with ${withdraw}; an approver can decline it with ${code('/reject')}.`
  }
}

/** How long it waits. When that is over moves with every answer, so it is told where somebody asks or is reminded. */
function whereNobodyAnswers({ type, cause }: OpenRequest): string {
  return type.lifetime === undefined || staysUnanswered(cause)
    ? ''
    : ` Where nobody answers for ${durationWords(type.lifetime)}, the toolkit withdraws it.`
}

/** A later chapter calls for its approvers in a comment of its own. */
function named(view: OpenRequest): WaitingView {
  return view.cause.kind === 'asked' ? view : { ...view, naming: code }
}

/** Who began a later chapter, and in which words. */
function askedBy(cause: Cause): Markdown | null {
  switch (cause.kind) {
    case 'asked':
      return null
    case 'ended':
      return markdown`The end of this request, ${momentWords(cause.at)}, has come.`
    case 'extended': {
      const why = cause.reason === null ? markdown`.` : markdown`: ${cause.reason}`
      return markdown`${code(cause.by.login)} asks with ${code('/extend')} that it ends on ${momentWords(cause.until)}${why}`
    }
    case 'taken-back': {
      if ('overdue' in cause)
        return markdown`This was merged as an emergency, and its review was due on ${momentWords(cause.overdue)}. Nobody has given it, so taking it back is proposed. Those who review it can still confirm it: ${code('/approve')} with the digits of the plan that was merged ends this.`
      const why = cause.reason === null ? markdown`.` : markdown`: ${cause.reason}`
      if (cause.review !== undefined)
        return markdown`This was merged as an emergency, and ${code(cause.by.login)} has refused it in the review with ${code('/reject')}${why}`
      const words = cause.stage === undefined ? '/rollback' : `/rollback ${cause.downTo ?? cause.stage}`
      const asked = markdown`Asked for by ${code(cause.by.login)} with ${code(words)}${why}`
      return cause.stage === undefined || cause.downTo === undefined
        ? asked
        : blocks(
            asked,
            markdown`What was merged after ${code(cause.downTo)} goes first: this is about ${code(cause.stage)} alone, and every stage has approvals of its own.`,
          )
    }
    case 'restored': {
      const why = cause.reason === null ? markdown`.` : markdown`: ${cause.reason}`
      const words = cause.stage === undefined ? '/restore' : `/restore ${cause.stage}`
      return markdown`Somebody has changed since the merge what this request had written; ${code(cause.by.login)} asks with ${code(words)} to put it back${why}`
    }
    case 'stage': {
      if ('by' in cause) return markdown`Asked for by ${code(cause.by.login)} with ${code('/promote')}.`
      return cause.after === 'merged'
        ? markdown`The stage before is merged, so this one has begun by itself.`
        : markdown`The stage before has arrived, so this one has begun by itself.`
    }
  }
}

function open(view: OpenRequest): readonly (Markdown | null)[] {
  return [
    emergencySentence(view.plan),
    stageSentence(view.type, view.plan),
    view.brief ? null : requestTable(view.form, view.request),
    ...change(view),
    endSentence(view.plan),
    warnings(view.warnings),
    verdictTable(view),
    refusals(view.verdict),
    markdown`<sub>Plan ${code(view.digest.slice(0, 12))} · request type ${code(view.type.path)} · ${code('/help')} lists the commands</sub>`,
  ]
}

/** The pull request, with what it changes where that may be told here. */
function change(view: OpenRequest): readonly (Markdown | null)[] {
  if (view.pull === null) return [withoutFiles(view), view.withheld ? null : leftView(view.plan)]
  const pull = reference(view.elsewhere, view.pull)
  if (view.elsewhere !== null && view.withheld) {
    return [
      markdown`The exact change is pull request ${pull}. Fewer people can read ${code(fullName(view.elsewhere))} than this issue, so it is shown only there.`,
    ]
  }
  return [
    markdown`The exact change is pull request ${pull}:`,
    view.brief ? null : planView(view.plan),
    otherRequests(view.others, view.elsewhere),
  ]
}

/** What is approved where no file changes. */
function withoutFiles({ cause, until }: OpenRequest): Markdown {
  const now = until === null ? '' : ` It ends on ${momentWords(until)} now.`
  if (cause.kind === 'stage')
    return markdown`No file has to change: the manifests of this stage already say what is asked for.`
  return cause.kind === 'extended'
    ? markdown`No file changes.${now} What is approved is a later end: what was merged stays until ${momentWords(cause.until)}, and is taken back then.`
    : markdown`No file has to change: where this request had written, something else is in force by now, or it was taken back by hand. What is approved is that it counts as taken back.`
}

function warnings(problems: readonly Problem[]): Markdown | null {
  if (problems.length === 0) return null
  const rows = problems
    .slice(0, problemsShownMax)
    .map((problem) => [place(problem), markdown`${problem.what}`, code(problem.code)])
  return table(['Worth a look', 'What approvers should know', 'Code'], rows)
}

function refusals(verdict: Verdict): Markdown | null {
  if (verdict.refused.length === 0) return null
  const latest = new Map(verdict.refused.map((each) => [each.person.id, each]))
  const rows = [...latest.values()]
    .slice(0, refusalsShownMax)
    .map((each) => [code(each.person.login), markdown`${each.what}`, markdown`${each.fix}`, code(each.code)])
  return table(['Does not count', 'Why', 'What to do', 'Code'], rows)
}

/** People whose approval does not count that are listed; on a public repository anybody can be among them. */
const refusalsShownMax = 10
