import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

interface Job {
  readonly if: string
  readonly concurrency: { readonly group: string }
}

function job(text: string, name: string): Job {
  return Object(load(text)).jobs[name]
}

/** The workflow other repositories call, and the one an adopter on a server copies from the page. */
const jobs: readonly (readonly [string, Job])[] = [
  ['the workflow that is called', job(read('.github/workflows/issueops.yml'), 'reconcile')],
  [
    'the workflow for a server',
    job(blockWith('docs/permissions.md', 'actions/reconcile@COMMIT'), 'issueops'),
  ],
]

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

function blockWith(page: string, part: string): string {
  const blocks = [...read(page).matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
  const block = blocks.find((text) => text.includes(part))
  if (block === undefined) throw new Error(`${page} shows no workflow with ${part}`)
  return block
}

/** A text of a workflow as GitHub fills it in, by GitHub's own engine. */
function filledIn(template: string, github: Readonly<Record<string, unknown>>): string {
  return template.trim().replaceAll(/\$\{\{([\s\S]*?)\}\}/g, (_, source: string) => {
    const { tokens } = new Lexer(source).lex()
    const tree = new Parser(tokens, ['github', 'inputs'], []).parse()
    return new Evaluator(tree, dataOf({ github, inputs: { issue: '' } })).evaluate().coerceString()
  })
}

function dataOf(value: unknown): data.Dictionary {
  const text = JSON.stringify(value)
  const made: unknown = JSON.parse(text, data.reviver)
  if (!(made instanceof data.Dictionary)) throw new Error('a context is an object')
  return made
}

const here = { event_name: 'issues', repository: 'acme/platform', run_id: '77', head_ref: '' }
const repo = (name: string | null) => (name === null ? null : { full_name: name })
const pull = (ref: string, from: string | null) => ({
  ...here,
  event_name: 'pull_request',
  head_ref: ref,
  event: { pull_request: { number: 2, head: { ref, repo: repo(from) } } },
})
const issue = (number: number, name = 'issues') => ({
  ...here,
  event_name: name,
  event: { issue: { number } },
})
const suite = (branch: string | null) => ({
  ...here,
  event_name: 'check_suite',
  event: { check_suite: { head_branch: branch } },
})

describe.each(jobs)('%s', (_name, { if: condition, concurrency: { group } }) => {
  test.each([
    ['an issue and the comments on it share a group', [issue(12), issue(12, 'issue_comment')], 1],
    ['two issues do not', [issue(12), issue(13)], 2],
    [
      "a push to a request's branch and the checks on it share a group",
      [pull('issueops/12-namespace', 'acme/platform'), suite('issueops/12-namespace')],
      1,
    ],
    [
      'a branch called like an issue does not wait for it',
      [issue(12), pull('12', 'acme/platform'), suite('12')],
      2,
    ],
    ['nor does one called as the group of an issue is', [issue(12), pull('issue-12', 'acme/platform')], 2],
    ['nor one called like an event', [{ ...here, event_name: 'schedule', event: {} }, suite('schedule')], 2],
    [
      "a fork's branch of a request's name replaces no run of the request",
      [suite('issueops/12-namespace'), pull('issueops/12-namespace', 'eve/platform')],
      2,
    ],
    [
      'nor does one of a fork that is gone, or one called like an issue',
      [
        suite('issueops/12-namespace'),
        pull('issueops/12-namespace', null),
        issue(12),
        pull('12', 'eve/platform'),
      ],
      3,
    ],
  ])('%s', (_title, events, count) => {
    expect(new Set(events.map((event) => filledIn(group, event))).size).toBe(count)
  })

  test.each([
    ["a push to a request's branch", pull('issueops/12-namespace', 'acme/platform'), 'true'],
    ["a push to a fork's branch of that name", pull('issueops/12-namespace', 'eve/platform'), 'false'],
    ['a push to a fork that is gone', pull('issueops/12-namespace', null), 'false'],
    ['a push to another branch', pull('typo', 'acme/platform'), 'false'],
    ['the checks of another branch', suite('main'), 'false'],
    ['a schedule', { ...here, event_name: 'schedule', event: {} }, 'true'],
    ['a comment', issue(12, 'issue_comment'), 'true'],
  ])('whether %s starts the job', (_title, event, answer) => {
    expect(filledIn(condition, event)).toBe(answer)
  })
})
