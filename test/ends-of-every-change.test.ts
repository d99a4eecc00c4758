import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import { firstIssue, type Step } from '../src/cli/simulate/deeds.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { fullName } from '../src/model/ids.js'
import { createSandbox } from '../src/sandbox/create-sandbox.js'

const base = readStory(join(dirname(fileURLToPath(import.meta.url)), 'scenarios/access-ends'))

/** A change, and what somebody writes by hand over what it has written. */
interface Case {
  readonly path: string
  /** Null where there is no such file before. */
  readonly before: string | null
  readonly change: string
  readonly edit: readonly [written: string | RegExp, instead: string]
  /** The place that is told then, with what is expected and what is found; null where what was written is gone by that, and with it taken back. */
  readonly told: readonly [place: string, expected: string, found: string] | null
}

const form = `
name: Everything
description: One of every change there is, for a while.
title: "Everything: "
body:
  - type: textarea
    id: hosts
    attributes: { label: Which hosts? }
    validations: { required: true }
  - type: input
    id: until
    attributes: { label: Until when?, placeholder: "2026-12-31" }
    validations: { required: true }
`

const cases: Readonly<Record<string, Case>> = {
  'a whole file that is new': {
    path: 'new/whole.yaml',
    before: null,
    change: 'content: { kind: Team, members: [erin] }',
    edit: ['- erin', '- erin\n  - zoe'],
    told: ['new/whole.yaml', '""', '"  - zoe"'],
  },
  'a whole file over another': {
    path: 'conf/whole.json',
    before: '{ "kind" : "Team" }\n',
    change: 'content: { kind: Group, members: 3 }',
    edit: ['3', '4'],
    told: ['members in conf/whole.json', '3', '4'],
  },
  'a value in YAML': {
    path: 'apps/values.yaml',
    before: '# Values.\nreplicas:   2   # enough\nimage: shop\n',
    change: 'at: [replicas]\n    value: 4',
    edit: ['4', '6'],
    told: ['replicas in apps/values.yaml', '4', '6'],
  },
  'an item that is a text, in YAML': {
    path: 'access/members.yaml',
    before: 'members:\n  - carol   # finance\n  - zoe\n',
    change: 'at: [members]\n    item: erin',
    edit: ['- erin\n', '- Erin\n'],
    told: null,
  },
  'an item with a key, in YAML': {
    path: 'apps/containers.yaml',
    before: 'containers:\n  # The proxy.\n  - name: proxy\n    image: envoy\n',
    change: 'at: [containers]\n    item: { name: web, image: shop }\n    key: name',
    edit: ['image: shop', 'image: other'],
    told: ['containers › web › image in apps/containers.yaml', '"shop"', '"other"'],
  },
  'an entry of a map': {
    path: 'access/people.yaml',
    before: 'people:\n  carol: { role: admin }   # since May\n',
    change: 'at: [people, erin]\n    value: { role: reader }',
    edit: ['reader', 'admin'],
    told: ['people › erin › role in access/people.yaml', '"reader"', '"admin"'],
  },
  'a value in one of several documents': {
    path: 'apps/all.yaml',
    before:
      'kind: Service\nmetadata: { name: web }\n---\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: 2 # two\n',
    change: 'document: { kind: Deployment, name: web }\n    at: [spec, replicas]\n    value: 5',
    edit: ['5', '7'],
    told: ['spec › replicas in apps/all.yaml', '5', '7'],
  },
  'a value in JSON': {
    path: 'conf/app.json',
    before: '{\n  "limits": {"cpu": 1},\n  "hosts": [ "a" ]\n}\n',
    change: 'at: [limits, cpu]\n    value: 2',
    edit: ['2', '3'],
    told: ['limits › cpu in conf/app.json', '2', '3'],
  },
  'a value in JSON with comments': {
    path: 'conf/app.jsonc',
    before: '{\n  // How many.\n  "limits": { "cpu": 1, }, /* at most */\n}\n',
    change: 'at: [limits, memory]\n    value: 64',
    edit: ['64', '65'],
    told: ['limits › memory in conf/app.jsonc', '64', '65'],
  },
  'an item for each entry of a field': {
    path: 'conf/hosts.yaml',
    before: 'hosts:\n- { name: old, port: 80 }\n',
    change: `for-each: \${{ request.hosts }}\n    at: [hosts]\n    item: { name: "\${{ item }}", port: 443 }\n    key: name`,
    edit: [/443/g, '8443'],
    told: ['hosts › two › port in conf/hosts.yaml', '443', '8443'],
  },
  'a copy of a whole file': {
    path: 'prod/values.yaml',
    before: '# prod\nimage: old\n',
    change: 'copy: staging/values.yaml',
    edit: ['new', 'newest'],
    told: ['image in prod/values.yaml', '"new"', '"newest"'],
  },
  'a copy of one place': {
    path: 'prod/image.yaml',
    before: '# prod\nimage: old   # pinned\nreplicas: 9\n',
    change: 'at: [image]\n    copy: staging/values.yaml',
    edit: ['new', 'newer'],
    told: ['image in prod/image.yaml', '"new"', '"newer"'],
  },
  'a line of a text': {
    path: 'people.txt',
    before: 'carol\nzoe',
    change: 'line: erin\n    sorted: true',
    edit: ['erin', 'erin (on leave)'],
    told: null,
  },
}

const all = Object.values(cases)

const always = { issue: firstIssue, unseen: false }
const files: Step = {
  who: 'alice',
  does: 'files',
  title: 'Everything',
  text: {
    kind: 'answers',
    form: 'everything.yml',
    answers: new Map([
      ['hosts', 'one\ntwo'],
      ['until', '2026-11-30'],
    ]),
  },
  ...always,
}
const approves: Step = { who: 'bob', does: 'comments', text: '/approve', ...always }
const restores: Step = { who: 'alice', does: 'comments', text: '/restore', ...always }
const waits: Step = { who: 'alice', does: 'waits', hours: 290, ...always }

function edits(texts: Texts): Step {
  return { who: 'carol', does: 'pushes', branch: 'main', message: 'By hand', files: texts, ...always }
}

type Texts = ReadonlyMap<string, string | null>

function storyOf(some: readonly Case[], texts: Texts, ensure: 'present' | 'absent'): Story {
  const changes = some.map(({ path, change }) => `  - file: ${path}\n    ${change}\n`).join('')
  const type = `
name: everything
title: Everything for a while
form: everything.yml
fields:
  hosts: { type: array, items: { pattern: "^[a-z]{2,9}$", description: letters } }
expires: \${{ request.until }}
ensure: ${ensure}
approval:
  - from: [team:platform]
changes:
${changes}`
  return {
    ...base,
    files: new Map([
      ['.github/ISSUE_TEMPLATE/everything.yml', form],
      ['.github/issueops/everything.yml', type],
      ['staging/values.yaml', '# staging\nimage: new\n'],
      ...[...texts].flatMap(([path, text]) => (text === null ? [] : [[path, text] as const])),
    ]),
  }
}

/** Lets people do one thing after the other; the toolkit looks after each. What stands in the files after each, and what is said in the end. */
async function play(story: Story, steps: readonly (Step | ((texts: Texts) => Step))[]) {
  const sandbox = await createSandbox(seedOf(story))
  try {
    const view = sandbox.repository(fullName(story.repository))
    const look = openToolkit(sandbox, story)
    const read = async () =>
      new Map(
        await Promise.all(all.map(async ({ path }) => [path, await view.fileAt('main', path)] as const)),
      )
    const states: string[] = []
    const texts: Texts[] = []
    for (const step of steps) {
      await actOut(sandbox, story, typeof step === 'function' ? step(await read()) : step, firstIssue)
      states.push((await look()).state)
      texts.push(await read())
    }
    const status = view.issue(firstIssue)?.comments.find(({ body }) => body.includes('issueops:status'))
    return { states, texts, status: status?.body ?? '' }
  } finally {
    await sandbox.close()
  }
}

const before: Texts = new Map(all.map(({ path, before: text }) => [path, text]))

function edited(some: readonly Case[]) {
  return (texts: Texts): Step =>
    edits(
      new Map(
        some.map(({ path, edit: [written, instead] }) => [
          path,
          texts.get(path)?.replace(written, instead) ?? null,
        ]),
      ),
    )
}

/** Everything that can be removed, and the files once it is written. */
async function written() {
  const removable = all.filter(({ change }) => !change.includes('copy:'))
  const { texts } = await play(storyOf(removable, before, 'present'), [files, approves])
  const there: Texts = texts[1] ?? new Map()
  return { removable, there }
}

describe('what every kind of change has written in every format', () => {
  test('is as it was before, to the byte, once the request has ended', async () => {
    const { states, texts } = await play(storyOf(all, before, 'present'), [files, approves, waits])
    expect(states).toEqual(['awaiting-approval', 'merged', 'merged'])
    for (const { path } of all) expect(texts[1]?.get(path)).not.toBe(before.get(path))
    expect(texts[2]).toEqual(before)
  })

  test('is left where somebody has changed it by hand, and told place by place', async () => {
    const told = all.filter(({ told: clash }) => clash !== null)
    const { states, texts, status } = await play(storyOf(told, before, 'present'), [
      files,
      approves,
      edited(told),
      waits,
    ])
    expect(states).toEqual(['awaiting-approval', 'merged', 'merged', 'held'])
    for (const { path, told: clash } of told) {
      const [place, expected, found] = clash ?? []
      expect(texts[2]?.get(path)).not.toBe(texts[1]?.get(path))
      expect(status).toContain(
        `Somebody changed ${place} after the request had written it, so undoing the request would undo that too; expected is ${expected}, found is ${found}.`,
      )
    }
    expect(texts[3]).toEqual(texts[2])
  })

  test('is taken back already where somebody has put something else in the place of an item without a key, or of a line', async () => {
    const gone = all.filter(({ told }) => told === null)
    const { states, texts } = await play(storyOf(gone, before, 'present'), [
      files,
      approves,
      edited(gone),
      waits,
    ])
    expect(states).toEqual(['awaiting-approval', 'merged', 'merged', 'unchanged'])
    for (const { path } of gone) expect(texts[2]?.get(path)).not.toBe(texts[1]?.get(path))
    expect(texts[3]).toEqual(texts[2])
  })

  test('is put back to the byte where somebody has changed it by hand, once that is approved, and ends as ever', async () => {
    const { states, texts } = await play(storyOf(all, before, 'present'), [
      files,
      approves,
      edited(all),
      restores,
      approves,
      restores,
      waits,
    ])
    expect(states).toEqual([
      'awaiting-approval',
      'merged',
      'merged',
      'awaiting-approval',
      'merged',
      'unchanged',
      'merged',
    ])
    const lost = all.filter(({ told }) => told === null)
    for (const { path, edit } of all) {
      expect(texts[2]?.get(path)).not.toBe(texts[1]?.get(path))
      if (!lost.some((each) => each.path === path)) expect(texts[4]?.get(path)).toBe(texts[1]?.get(path))
      // What somebody has put beside a missing item or line is theirs.
      else expect(texts[4]?.get(path)).toContain(String(edit[1]).trim())
    }
    for (const { path } of all)
      if (!lost.some((each) => each.path === path)) expect(texts[6]?.get(path)).toBe(before.get(path))
  })

  test('is put back to the byte where somebody has undone it by hand', async () => {
    const { states, texts } = await play(storyOf(all, before, 'present'), [
      files,
      approves,
      edits(before),
      restores,
      approves,
    ])
    expect(states).toEqual(['awaiting-approval', 'merged', 'merged', 'awaiting-approval', 'merged'])
    expect(texts[2]).toEqual(before)
    expect(texts[4]).toEqual(texts[1])
  })

  test('is removed again where the request had removed it and somebody has put it back', async () => {
    const { removable, there } = await written()
    const { states, texts } = await play(storyOf(removable, there, 'absent'), [
      files,
      approves,
      edits(there),
      restores,
      approves,
    ])
    expect(states).toEqual(['awaiting-approval', 'merged', 'merged', 'awaiting-approval', 'merged'])
    expect(texts[2]).toEqual(there)
    expect(texts[4]).toEqual(texts[1])
  })

  test('comes back to the byte where the request had removed it, once that is approved', async () => {
    const { removable, there } = await written()
    const { states, texts } = await play(storyOf(removable, there, 'absent'), [
      files,
      approves,
      waits,
      approves,
    ])
    expect(states).toEqual(['awaiting-approval', 'merged', 'awaiting-approval', 'merged'])
    for (const { path } of removable) expect(texts[1]?.get(path)).not.toBe(there.get(path))
    expect(texts[3]).toEqual(there)
  })
})
