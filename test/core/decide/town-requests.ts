import { parseForm } from '../../../src/core/form/parse-form.js'
import { renderBody } from '../../../src/core/form/render-body.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Policy, PolicyFile } from '../../../src/model/policy.js'

/** What is asked for in histories of lives. */
export type Asked = Limit | Rollout

/** A number for a team, a person in a list, a page for that person; and until when. */
export interface Limit {
  readonly type: 'limit'
  readonly team: 'red' | 'blue'
  readonly cpus: number
  readonly person: 'p' | 'q'
  /** A day, or empty. */
  readonly until: string
}

/** A size for an app, from stage to stage. */
export interface Rollout {
  readonly type: 'rollout'
  readonly app: 'one' | 'two'
  readonly size: number
}

const limitForm = `name: Limit
description: More for a team.
title: "Limit: "
body:
  - type: dropdown
    id: team
    attributes: { label: Team, options: [red, blue] }
    validations: { required: true }
  - type: input
    id: cpus
    attributes: { label: CPUs }
    validations: { required: true }
  - type: dropdown
    id: person
    attributes: { label: Person, options: [p, q] }
    validations: { required: true }
  - type: input
    id: until
    attributes: { label: Until when? }
`

const limitType = `name: limit
title: Limit of a team
form: limit.yml
fields:
  cpus: { type: integer, minimum: 1, maximum: 9 }
  until: { format: date }
expires: { at: "\${{ request.until }}", optional: true }
warn: 2 days
extend: { by: 7 days, times: 2 }
approval:
  - from: [team:platform]
changes:
  - file: limits.yaml
    at: [teams, "\${{ request.team }}"]
    value: \${{ request.cpus }}
  - file: limits.yaml
    at: [members]
    item: \${{ request.person }}
  - file: people/\${{ request.person }}.yaml
    content: { person: "\${{ request.person }}" }
`

/** So many of these people have to approve. */
export interface Rule {
  readonly from: 'team' | 'maintainers'
  readonly count: number
}

/** Two request types with what they ask for each chapter, said once more. */
export interface Kind {
  readonly policy: Policy
  readonly limit: { readonly asked: Rule; readonly takenBack: Rule; readonly extended: Rule }
  readonly rollout: StagedKind
}

interface StagedKind {
  /** In order; none where the type is gone. */
  readonly stages: readonly KnownStage[]
  /** Who approves what is taken back; null where those of the stage do. */
  readonly takenBack: Rule | null
  /** Who approves what is about a stage that the type does not have any more. */
  readonly otherwise: Rule
  /** Whether a stage has to be said to have arrived. */
  readonly reached: boolean
  /** What the places say once a stage is carried out. @param before where the stage before came to; empty in the first. */
  readonly wanted: (asked: Rollout, at: StageAt) => readonly Place[]
}

export interface KnownStage {
  readonly name: StageName
  readonly after: 'promote' | 'merged' | 'reached'
  readonly approval: Rule
}

export interface StageAt {
  readonly stage: string
  readonly previous: string
  /** What stood in the files where the stage before had come to. */
  readonly before: ReadonlyMap<string, string>
}

type Place = readonly [place: string, says: string]

export const stageNames = ['dev', 'live', 'world'] as const
export type StageName = (typeof stageNames)[number]

const [team, twoOfTeam, maintainer, twoMaintainers]: readonly [Rule, Rule, Rule, Rule] = [
  { from: 'team', count: 1 },
  { from: 'team', count: 2 },
  { from: 'maintainers', count: 1 },
  { from: 'maintainers', count: 2 },
]

const rolloutForm = `name: Rollout
description: More for an app, from stage to stage.
title: "Rollout: "
body:
  - type: dropdown
    id: app
    attributes: { label: App, options: [one, two] }
    validations: { required: true }
  - type: input
    id: size
    attributes: { label: Size }
    validations: { required: true }
`

const rolloutType = `name: rollout
title: Rollout of an app
form: rollout.yml
fields:
  size: { type: integer, minimum: 1, maximum: 9 }
approval:
  - from: [team:platform]
`

/** How long a merge is waited for, in seconds. */
export const reachedWithin = 30 * 60
/** Who says whether a stage has arrived, and under which name. */
export const sayer = 'flux'
export const nameOfArrival = (stage: string): string => `rollout/${stage}`

/** Each stage has a place of its own. */
const apart: Pick<Rolling, 'changes' | 'wanted'> = {
  changes: `changes:
  - file: rollouts.yaml
    at: ["\${{ stage.name }}", "\${{ request.app }}"]
    value: \${{ request.size }}
`,
  wanted: ({ app, size }, { stage }) => [[`${stage}.${app}`, String(size)]],
}

/** All stages write one place, which requests of another type write too. */
const inOnePlace: Pick<Rolling, 'changes' | 'wanted'> = {
  changes: `changes:
  - file: limits.yaml
    at: [teams, red]
    value: \${{ stage.name }}\${{ request.size }}
`,
  wanted: ({ size }, { stage }) => [['red', `${stage}${size}`]],
}

/** Each stage copies a file from the one before. */
const copied: Pick<Rolling, 'changes' | 'wanted'> = {
  changes: `${apart.changes}  - file: released/dev-\${{ request.app }}.yaml
    when: \${{ stage.previous == '' }}
    content: { released: "\${{ request.app }}\${{ request.size }}" }
  - file: released/\${{ stage.name }}-\${{ request.app }}.yaml
    when: \${{ stage.previous != '' }}
    copy: released/\${{ stage.previous }}-\${{ request.app }}.yaml
`,
  wanted: (asked, at) => {
    const { stage, previous, before } = at
    const { app, size } = asked
    const text =
      previous === '' ? `released: ${app}${size}\n` : (before.get(`released/${previous}-${app}.yaml`) ?? '')
    return [...apart.wanted(asked, at), [`released/${stage}-${app}.yaml`, text]]
  },
}

interface Rolling extends StagedKind {
  readonly changes: string
}

/** The text of the type, from what is said of it. */
function rolloutOf({ stages, takenBack, reached, changes }: Rolling): string {
  const approvals = new Map([
    [team, '[{ from: [team:platform] }]'],
    [twoOfTeam, '[{ from: [team:platform], count: 2 }]'],
    [maintainer, '[{ from: [role:maintain] }]'],
  ])
  const listed = stages.map(({ name, after, approval }) => {
    const by = after === 'promote' ? '' : `, after: ${after}`
    return `  - { name: ${name}${by}, approval: ${approvals.get(approval)} }\n`
  })
  return [
    rolloutType,
    `stages:\n${listed.join('')}`,
    takenBack === null ? '' : `rollback: { approval: ${approvals.get(takenBack)} }\n`,
    reached
      ? `reached:\n  by: [{ status: "${nameOfArrival('${{ stage.name }}')}", app: ${sayer} }]\n  within: 30 minutes\n`
      : '',
    changes,
  ].join('')
}

const usual = { takenBack: null, otherwise: team, reached: false } as const
const inTurn: Rolling = {
  ...usual,
  ...apart,
  stages: [
    { name: 'dev', after: 'promote', approval: team },
    { name: 'live', after: 'promote', approval: maintainer },
  ],
}
const byItself: Rolling = {
  ...usual,
  ...inOnePlace,
  takenBack: maintainer,
  reached: true,
  stages: [
    { name: 'dev', after: 'promote', approval: team },
    { name: 'live', after: 'merged', approval: team },
    { name: 'world', after: 'promote', approval: maintainer },
  ],
}
const onceReached: Rolling = {
  ...usual,
  ...copied,
  reached: true,
  stages: [
    { name: 'dev', after: 'promote', approval: team },
    { name: 'live', after: 'reached', approval: maintainer },
    { name: 'world', after: 'promote', approval: twoOfTeam },
  ],
}

/** As the types may read at some time; the last where they are gone. */
export const kinds: readonly [Kind, ...Kind[]] = [
  {
    policy: policyOf(limitType, rolloutOf(inTurn)),
    limit: { asked: team, takenBack: team, extended: team },
    rollout: inTurn,
  },
  {
    policy: policyOf(
      `${limitType}rollback: { approval: [{ from: [role:maintain] }] }\n`,
      rolloutOf(byItself),
    ),
    limit: { asked: team, takenBack: maintainer, extended: team },
    rollout: byItself,
  },
  {
    policy: policyOf(
      limitType
        .replace('from: [team:platform]', 'from: [team:platform]\n    count: 2')
        .replace('times: 2 }', 'times: 2, approval: [{ from: [role:maintain] }] }'),
      rolloutOf(onceReached),
    ),
    limit: { asked: twoOfTeam, takenBack: twoOfTeam, extended: maintainer },
    rollout: onceReached,
  },
  {
    policy: { ...policyOf(limitType, rolloutOf(inTurn)), types: [] },
    limit: { asked: twoMaintainers, takenBack: twoMaintainers, extended: twoMaintainers },
    rollout: { ...inTurn, stages: [], otherwise: twoMaintainers },
  },
]

/** How the types read now. */
export function kindOf({ policy }: { readonly policy: Policy }): Kind {
  const found = kinds.find((each) => each.policy === policy)
  if (found === undefined) throw new Error('a policy that is none of these histories')
  return found
}

function policyOf(limit: string, rollout: string): Policy {
  const file = (path: string, text: string): PolicyFile => ({ path, blob: gitBlobOid(text), text })
  return {
    types: [file('.github/issueops/limit.yml', limit), file('.github/issueops/rollout.yml', rollout)],
    forms: [
      file('.github/ISSUE_TEMPLATE/limit.yml', limitForm),
      file('.github/ISSUE_TEMPLATE/rollout.yml', rolloutForm),
    ],
    policies: [],
    templates: [],
  }
}

const forms = { limit: fieldsOf('limit.yml', limitForm), rollout: fieldsOf('rollout.yml', rolloutForm) }

function fieldsOf(file: string, text: string) {
  const form = parseForm({ file, blob: null, text })
  if (!form.ok) throw new Error(`${file} does not read`)
  return form.value
}

export function bodyOf(asked: Asked): string {
  switch (asked.type) {
    case 'limit': {
      const { team: name, cpus, person, until } = asked
      return renderBody(
        forms.limit,
        new Map(Object.entries({ team: name, cpus: String(cpus), person, until })),
      )
    }
    case 'rollout': {
      const { app, size } = asked
      return renderBody(forms.rollout, new Map(Object.entries({ app, size: String(size) })))
    }
  }
}

const sizes = 'one: 1\n  two: 1\n'
export const firstFiles: Readonly<Record<string, string>> = {
  'limits.yaml':
    '# Who may use how much.\nteams:\n  red: 1 # by contract\n  blue: 1\n# Who is asked.\nmembers:\n  - zoe\n',
  'rollouts.yaml': stageNames.map((stage) => `${stage}:\n  ${sizes}`).join(''),
  'elsewhere.txt': 'x\n',
}

/** The same where one of the limits is another already. */
export function firstSizes({ red }: { readonly red: string }): Readonly<Record<string, string>> {
  return { ...firstFiles, 'limits.yaml': (firstFiles['limits.yaml'] ?? '').replace('red: 1', `red: ${red}`) }
}

/** What stands at every place that requests write, and all the rest with it left out. */
export function placesOf(files: ReadonlyMap<string, string>): {
  readonly places: ReadonlyMap<string, string>
  readonly rest: string
} {
  const places = new Map<string, string>()
  const rest: string[] = []
  let inside = ''
  for (const line of (files.get('limits.yaml') ?? '').split('\n')) {
    const [, key, value] = /^ {2}(red|blue): (\S+)/.exec(line) ?? []
    const [, item] = /^ {2}- ([pq])\s*$/.exec(line) ?? []
    if (/^\w/.test(line)) inside = line
    if (key !== undefined && value !== undefined && inside === 'teams:') {
      places.set(key, value.replaceAll('"', ''))
      rest.push(line.replace(value, ''))
    } else if (item !== undefined && inside === 'members:') places.set(item, item)
    else rest.push(line)
  }
  for (const line of (files.get('rollouts.yaml') ?? '').split('\n')) {
    const [, key, value] = /^ {2}(one|two): (\S+)$/.exec(line) ?? []
    if (/^\w/.test(line)) inside = line
    if (key !== undefined && value !== undefined) places.set(`${inside.replace(':', '')}.${key}`, value)
    rest.push(key === undefined ? line : key)
  }
  for (const [path, text] of files) {
    if (/^(?:people|released)\//.test(path)) places.set(path, text)
    else if (path !== 'limits.yaml' && path !== 'rollouts.yaml') rest.push(path, text)
  }
  return { places, rest: rest.join('\n') }
}

/** What the places say once a limit is carried out. */
export function limitPlaces({ team: name, cpus, person }: Limit): readonly Place[] {
  return [
    [name, String(cpus)],
    [person, person],
    [`people/${person}.yaml`, `person: ${person}\n`],
  ]
}

export const everyAsked: readonly Asked[] = [
  { type: 'limit', team: 'red', cpus: 2, person: 'p', until: '' },
  { type: 'limit', team: 'red', cpus: 3, person: 'q', until: '2026-11-24' },
  { type: 'limit', team: 'blue', cpus: 4, person: 'p', until: '2026-12-01' },
  { type: 'limit', team: 'red', cpus: 5, person: 'p', until: '2026-11-22' },
  { type: 'rollout', app: 'one', size: 2 },
  { type: 'rollout', app: 'one', size: 3 },
  { type: 'rollout', app: 'two', size: 4 },
]

/** By their texts. */
export const askedBy: ReadonlyMap<string, Asked> = new Map(everyAsked.map((asked) => [bodyOf(asked), asked]))
