import { parseForm } from '../../../src/core/form/parse-form.js'
import { renderBody } from '../../../src/core/form/render-body.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Policy, PolicyFile } from '../../../src/model/snapshot.js'

/** What is asked for in histories of lives: a number for a team, a person in a list, a page for that person; and until when. */
export interface Asked {
  readonly team: 'red' | 'blue'
  readonly cpus: number
  readonly person: 'p' | 'q'
  /** A day, or empty. */
  readonly until: string
}

const formText = `name: Limit
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

const typeText = `name: limit
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

/** A request type with what it asks for each chapter, said once more. */
export interface Kind {
  readonly policy: Policy
  readonly asked: Rule
  readonly takenBack: Rule
  readonly extended: Rule
}

const [team, twoOfTeam, maintainer]: readonly [Rule, Rule, Rule] = [
  { from: 'team', count: 1 },
  { from: 'team', count: 2 },
  { from: 'maintainers', count: 1 },
]

/** As the type may read at some time; the last where it is gone. */
export const kinds: readonly [Kind, ...Kind[]] = [
  { policy: policyOf(typeText), asked: team, takenBack: team, extended: team },
  {
    policy: policyOf(`${typeText}rollback: { approval: [{ from: [role:maintain] }] }\n`),
    asked: team,
    takenBack: maintainer,
    extended: team,
  },
  {
    policy: policyOf(
      typeText
        .replace('from: [team:platform]', 'from: [team:platform]\n    count: 2')
        .replace('times: 2 }', 'times: 2, approval: [{ from: [role:maintain] }] }'),
    ),
    asked: twoOfTeam,
    takenBack: twoOfTeam,
    extended: maintainer,
  },
  {
    policy: { ...policyOf(typeText), types: [] },
    asked: { from: 'maintainers', count: 2 },
    takenBack: { from: 'maintainers', count: 2 },
    extended: { from: 'maintainers', count: 2 },
  },
]

function policyOf(type: string): Policy {
  const file = (path: string, text: string): PolicyFile => ({ path, blob: gitBlobOid(text), text })
  return {
    types: [file('.github/issueops/limit.yml', type)],
    forms: [file('.github/ISSUE_TEMPLATE/limit.yml', formText)],
    policies: [],
    templates: [],
  }
}

const form = parseForm({ file: 'limit.yml', blob: null, text: formText })
if (!form.ok) throw new Error('the form does not read')
const fields = form.value

export function bodyOf({ team: name, cpus, person, until }: Asked): string {
  return renderBody(fields, new Map(Object.entries({ team: name, cpus: String(cpus), person, until })))
}

export const firstFiles: Readonly<Record<string, string>> = {
  'limits.yaml':
    '# Who may use how much.\nteams:\n  red: 1 # by contract\n  blue: 1\n# Who is asked.\nmembers:\n  - zoe\n',
  'elsewhere.txt': 'x\n',
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
      places.set(key, value)
      rest.push(line.replace(value, ''))
    } else if (item !== undefined && inside === 'members:') places.set(item, item)
    else rest.push(line)
  }
  for (const [path, text] of files) {
    if (path.startsWith('people/')) places.set(path, text)
    else if (path !== 'limits.yaml') rest.push(path, text)
  }
  return { places, rest: rest.join('\n') }
}

/** What the places say once a request is carried out. */
export function wantedPlaces({ team: name, cpus, person }: Asked): readonly (readonly [string, string])[] {
  return [
    [name, String(cpus)],
    [person, person],
    [`people/${person}.yaml`, `person: ${person}\n`],
  ]
}

export const everyAsked: readonly Asked[] = [
  { team: 'red', cpus: 2, person: 'p', until: '' },
  { team: 'red', cpus: 3, person: 'q', until: '2026-11-24' },
  { team: 'blue', cpus: 4, person: 'p', until: '2026-12-01' },
  { team: 'red', cpus: 5, person: 'p', until: '2026-11-22' },
]

/** By their texts. */
export const askedBy: ReadonlyMap<string, Asked> = new Map(everyAsked.map((asked) => [bodyOf(asked), asked]))
