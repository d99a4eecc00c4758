import { unreachable } from '../../model/unreachable.js'
import { verificationLines } from '../audit.js'
import type { Step } from './deeds.js'
import type { Played, Run, Scene } from './play-story.js'
import { signalWords } from './signal-step.js'
import type { Story } from './story.js'

/** A played story as a conversation: what each person did, what the toolkit answered, the final diff, the verified ledger. */
export function tellStory({ story, scenes, diff, issue, ledger }: Played): string {
  const last = scenes.findLast(({ run }) => run !== null)?.run ?? null
  const several = new Set(story.steps.map((step) => step.issue)).size > 1
  const where = ({ issue: about }: Step) => (several ? ` (#${about})` : '')
  return [
    `# ${story.title}`,
    ...(story.playedOn === null ? [] : ['', story.playedOn]),
    ...scenes.flatMap((scene, index) => ['', ...tellScene(scene, index + 1, where(scene.step))]),
    '',
    `## In the end`,
    '',
    `The request is ${last?.state ?? 'ignored'} and the issue ${issue.state}.${labels(issue.labels)}`,
    '',
    diff === ''
      ? 'The manifests say what they said in the beginning.'
      : `Merged into ${place(story.target)}:\n\n${indent(diff.trimEnd())}`,
    '',
    ...(ledger === null ? ['No decision was recorded.'] : verificationLines(ledger)),
    '',
  ].join('\n')
}

function tellScene({ step, said, run }: Scene, number: number, where: string): readonly string[] {
  return [
    `## ${number}. ${step.who} ${deed(step)}${where}`,
    ...(said === null ? [] : ['', quote(said)]),
    ...(run === null ? ['', 'Nothing wakes the toolkit.'] : tellRun(run)),
  ]
}

function deed(step: Step): string {
  switch (step.does) {
    case 'files':
      return `files the issue “${step.title}”`
    case 'edits-issue':
      return 'edits the issue'
    case 'brings-a-crowd':
      return `brings ${step.count} strangers, and each of them comments`
    case 'comments':
      return 'comments'
    case 'edits-comment':
      return `edits ${whose(step, step.of)} comment`
    case 'deletes-comment':
      return `deletes ${whose(step, step.of)} comment`
    case 'deletes-issue':
      return 'deletes the issue'
    case 'hides-comment':
      return `hides ${whose(step, step.of)} comment`
    case 'waits':
      return `waits ${timeWords(step.hours)}`
    case 'sees-sweep':
      return 'sees the sweep look for drift'
    case 'labels':
      return `sets the label ${step.label}`
    case 'unlabels':
      return `takes the label ${step.label} away`
    case 'drafts-pull':
      return 'makes the pull request a draft'
    case 'readies-pull':
      return 'marks the pull request as ready for review'
    case 'closes-pull':
      return 'closes the pull request'
    case 'reopens-pull':
      return 'reopens the pull request'
    case 'retargets-pull':
      return `points the pull request at ${step.base}`
    case 'closes':
      return 'closes the issue'
    case 'reopens':
      return 'reopens the issue'
    case 'pushes':
      return `pushes “${step.message}” to ${step.branch}`
    case 'merges':
      return 'tries to merge the pull request'
    case 'approves-pull':
      return 'approves on the page of the pull request'
    case 'sees-queue-move':
      return 'sees the merge queue move on'
    case 'protects-ledger':
      return 'makes a ruleset for the ledger'
    case 'installs-app':
      return 'installs the app where the manifests live'
    case 'signals':
      return signalWords(step.said)
    case 'passes-check':
      return `sees the check ${step.check} pass`
    default:
      return unreachable(step)
  }
}

/** A person's own comment is just “the comment”. */
function whose({ who }: Step, of: string | null): string {
  return of === null || of === who ? 'the' : `${of}’s`
}

function tellRun(run: Run): readonly string[] {
  const writes = run.outcomes.map(
    ({ key, did }) => `${did} ${key.replace(/:([0-9a-f]{12})[0-9a-f]+@.*/, ':$1')}`,
  )
  const said = run.comments.flatMap(({ edited, body }) => [
    '',
    edited ? 'The toolkit changes its comment:' : 'The toolkit comments:',
    '',
    quote(body),
  ])
  const issues = run.issues.flatMap(({ change, number, title, body }) => [
    '',
    `The toolkit ${change} issue ${number}, “${title}”:`,
    '',
    quote(body),
  ])
  const views = run.views.map(({ key, did }) => `${did} ${key}`)
  const told = run.sent.flatMap(({ receiver, text, delivered }) => [
    '',
    delivered ? `The receiver ${receiver} is told:` : `The receiver ${receiver} does not take:`,
    '',
    quote(text),
  ])
  const { reads, writes: written, depth } = run.cost
  return [
    ...said,
    ...issues,
    ...told,
    '',
    `→ ${run.state} (${run.reasons.join(', ')}) · ${reads} reads, ${written} writes, ${depth} deep · again: ${run.again.reads} reads, ${run.again.writes} writes`,
    ...[...writes, ...views].map((write) => `  - ${write}`),
  ]
}

function place(target: Story['target']): string {
  return target === null ? 'main' : `main of ${target.repository.owner}/${target.repository.name}`
}

function labels(names: readonly string[]): string {
  return names.length === 0 ? '' : ` Its labels: ${names.join(', ')}.`
}

function quote(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').trimEnd().split('\n')
  return lines.map((line) => `> ${line}`.trimEnd()).join('\n')
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n')
}

/** Two days and more are told as days. */
function timeWords(hours: number): string {
  const days = hours < 48 ? 0 : Math.floor(hours / 24)
  const left = hours - days * 24
  const parts = [
    ...(days === 0 ? [] : [`${days} days`]),
    ...(left === 0 ? [] : [`${left} ${left === 1 ? 'hour' : 'hours'}`]),
  ]
  return parts.join(' and ')
}
