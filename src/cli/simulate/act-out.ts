import { parseForm } from '../../core/form/parse-form.js'
import { renderBody } from '../../core/form/render-body.js'
import type { Form } from '../../model/form.js'
import { fullName } from '../../model/ids.js'
import { unreachable } from '../../model/unreachable.js'
import type { Sandbox } from '../../sandbox/create-sandbox.js'
import { Refusal } from '../../sandbox/world/refusal.js'
import { UsageError } from '../exit-code.js'
import type { IssueText, Step } from './deeds.js'
import { saySignal } from './say-signal.js'
import { type Story, toolkitApp } from './story.js'

/** The logins of as many strangers. */
export function crowdOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `passer-by-${index + 1}`)
}

/** Lets a person do one step through the web page, and answers what they wrote, if they wrote anything. */
export async function actOut(
  sandbox: Sandbox,
  story: Story,
  step: Step,
  issue: number,
): Promise<string | null> {
  const name = fullName(story.repository)
  // Branches, pull requests and checks are where the manifests live.
  const there = fullName(story.target?.repository ?? story.repository)
  if (step.does === 'signals') {
    await saySignal(sandbox, story, step.issue, step.said)
    return null
  }
  const actor = sandbox.as(step.who)
  switch (step.does) {
    case 'files': {
      const { body, labels } = written(story, step.text)
      const opened = await actor.openIssue(name, { title: step.title, body, labels })
      if (opened !== issue)
        throw new UsageError(`The issue “${step.title}” gets the number ${opened}, not ${issue}.`)
      return body
    }
    case 'edits-issue': {
      // Whatever was typed before, the web editor saves a body with CRLF throughout.
      const body = written(story, step.text).body.replaceAll(/\r?\n/g, '\r\n')
      await actor.editIssue(name, issue, { body })
      return body
    }
    case 'comments':
      await actor.comment(name, issue, step.text)
      return step.text
    case 'brings-a-crowd':
      for (const login of crowdOf(step.count)) await sandbox.as(login).comment(name, issue, step.text)
      return step.text
    case 'edits-comment':
      await actor.editComment(name, lastComment(sandbox, name, issue, step.of ?? step.who), step.to)
      return step.to
    case 'deletes-comment':
      await actor.deleteComment(name, lastComment(sandbox, name, issue, step.of ?? step.who))
      return null
    case 'deletes-issue':
      await actor.deleteIssue(name, issue)
      return null
    case 'hides-comment':
      await actor.hideComment(name, lastComment(sandbox, name, issue, step.of ?? step.who))
      return null
    case 'waits':
      sandbox.clock.advance(step.hours * 3600)
      return null
    case 'sees-sweep':
      return null
    case 'labels':
      await actor.addLabel(name, issue, step.label)
      return null
    case 'unlabels':
      await actor.removeLabel(name, issue, step.label)
      return null
    case 'drafts-pull':
    case 'readies-pull':
      await actor.setDraft(name, newestPull(sandbox, name).number, step.does === 'drafts-pull')
      return null
    case 'closes-pull':
      await actor.closePull(name, newestPull(sandbox, name).number)
      return null
    case 'reopens-pull':
      await actor.reopenPull(name, newestPull(sandbox, name).number)
      return null
    case 'retargets-pull':
      await retargetPull(sandbox, name, step.who, step.base)
      return null
    case 'closes':
      await actor.closeIssue(name, issue)
      return null
    case 'reopens':
      await actor.reopenIssue(name, issue)
      return null
    case 'pushes':
      await actor.pushCommit(there, step.branch, Object.fromEntries(step.files), step.message)
      return null
    case 'merges':
      return unlessRefused(actor.mergePull(there, newestPull(sandbox, there).number, 'squash'))
    case 'approves-pull':
      return unlessRefused(actor.approvePull(there, newestPull(sandbox, there).number))
    case 'sees-queue-move':
      await actor.advanceQueue(there)
      return null
    case 'passes-check':
      await passCheck(sandbox, there, step.check)
      return null
    case 'protects-ledger':
      await actor.protectLedger(name, [toolkitApp.id])
      return null
    case 'installs-app':
      return null
    default:
      return unreachable(step)
  }
}

function written(
  story: Story,
  text: IssueText,
): { readonly body: string; readonly labels: readonly string[] } {
  if (text.kind === 'body') return { body: text.body, labels: [] }
  const form = formOf(story, text.form)
  return { body: renderBody(form, text.answers), labels: form.labels }
}

function formOf(story: Story, file: string): Form {
  const source = story.files.get(`.github/ISSUE_TEMPLATE/${file}`)
  if (source === undefined) throw new UsageError(`The story has no issue form ${file}.`)
  const form = parseForm({ file, blob: null, text: source })
  if (!form.ok) throw new UsageError(`The issue form ${file} does not read: ${form.problems[0].what}`)
  return form.value
}

function lastComment(sandbox: Sandbox, name: string, issue: number, who: string): number {
  const comments = sandbox.repository(name).issue(issue)?.comments ?? []
  const last = comments.findLast(({ author }) => author === who)
  if (last === undefined) throw new UsageError(`${who} has no comment to edit or delete.`)
  return last.id
}

function newestPull(sandbox: Sandbox, name: string) {
  const pull = sandbox.repository(name).pulls().at(-1)
  if (pull === undefined) throw new UsageError('There is no pull request yet.')
  return pull
}

async function retargetPull(sandbox: Sandbox, name: string, who: string, base: string): Promise<void> {
  const answer = await fetch(`${sandbox.url}/repos/${name}/pulls/${newestPull(sandbox, name).number}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${sandbox.userToken(who)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ base }),
  })
  if (!answer.ok) throw new Error(`the base was not changed: ${answer.status} ${await answer.text()}`)
}

/** What GitHub says where it does not let somebody; nothing where it does. */
async function unlessRefused(act: Promise<unknown>): Promise<string | null> {
  try {
    await act
    return null
  } catch (error) {
    if (error instanceof Refusal) return `(GitHub refuses: ${error.message})`
    throw error
  }
}

/** Another app reports a check of the newest pull request's head, as a CI service would. */
async function passCheck(sandbox: Sandbox, name: string, check: string): Promise<void> {
  const { pull } = newestPull(sandbox, name)
  const token = sandbox.appToken({
    slug: 'acme-ci',
    id: 4343,
    repositories: [name],
    permissions: { checks: 'write' },
  })
  const answer = await fetch(`${sandbox.url}/repos/${name}/check-runs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: check,
      head_sha: pull?.headOid,
      status: 'completed',
      conclusion: 'success',
    }),
  })
  if (!answer.ok) throw new Error(`the check was not reported: ${answer.status} ${await answer.text()}`)
}
