import { expect, test } from 'vitest'
import { everNamed } from '../../../src/core/approval/named-principals.js'
import { checkRequestType } from '../../../src/core/request-type/check-request-type.js'
import { locateRequestType } from '../../../src/core/request-type/parse-request-type.js'
import {
  firstStage,
  inStage,
  stageAfter,
  stageContexts,
  stageNamed,
} from '../../../src/core/request-type/stages.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { form, must, parseRequestType, problemsOf, requestType, typeText } from './fixtures.js'

const fields = form('  - type: input\n    id: app\n    attributes:\n      label: Application\n')
const path = '.github/issueops/namespace.yml'

const policy = {
  path: '.github/issueops/policies/leads.yml',
  blob: gitBlobOid('[{ from: [team:leads], count: 2 }]\n'),
  text: '[{ from: [team:leads], count: 2 }]\n',
}

test('stages are part of the type in their order, each with where it is carried out, who approves and what begins it', () => {
  const text = typeText(`target: { repository: acme/gitops }
stages:
  - name: dev
  - { name: eu-staging, after: merged, target: { branch: staging }, approval: [{ from: [team:qa] }] }
  - { name: production, after: reached, target: { repository: acme/live }, approval: { use: policies/leads.yml } }
reached: { by: [{ status: "kustomization/\${{ stage.name }}/*", app: flux }, { check: smoke }, { deployment: "**" }] }`)
  const type = must(parseRequestType({ path, blob: null, text }, [policy]))
  const people = (slug: string, count: number) => [
    {
      number: 1,
      when: null,
      needs: {
        kind: 'people',
        from: [{ kind: 'team', slug }],
        count,
        not: ['requester', 'editors', 'committers'],
        validFor: null,
        requireDigest: 'none',
      },
    },
  ]
  expect([type.stages, type.reached]).toEqual([
    [
      { name: 'dev', target: null, approval: null, after: 'promote' },
      {
        name: 'eu-staging',
        // A branch alone is one of the repository that the type changes.
        target: { repository: { owner: 'acme', name: 'gitops' }, branch: 'staging' },
        approval: { approval: people('qa', 1), policy: null },
        after: 'merged',
      },
      {
        name: 'production',
        target: { repository: { owner: 'acme', name: 'live' }, branch: null },
        approval: { approval: people('leads', 2), policy: { path: policy.path, blob: policy.blob } },
        after: 'reached',
      },
    ],
    {
      by: [
        { kind: 'status', name: 'kustomization/${{ stage.name }}/*', app: 'flux' },
        { kind: 'check', name: 'smoke', app: 'github-actions' },
        { kind: 'deployment', name: '**', app: 'github-actions' },
      ],
      within: 1800,
    },
  ])
  expect(everNamed(type)).toEqual(['platform', 'qa', 'leads'].map((slug) => ({ kind: 'team', slug })))
  const production = inStage(type, stageNamed(type, 'production'))
  expect([production.policy?.path, production.target.repository?.name]).toEqual([policy.path, 'live'])
  expect(inStage(type, firstStage(type))).toEqual(type)
  expect([stageAfter(type, 'dev')?.name, stageAfter(type, 'production'), stageAfter(type, 'qa')]).toEqual([
    'eu-staging',
    null,
    null,
  ])
  expect(stageContexts(type)).toEqual([
    { stage: { name: 'dev', previous: '' } },
    { stage: { name: 'eu-staging', previous: 'dev' } },
    { stage: { name: 'production', previous: 'eu-staging' } },
  ])
})

test('a type without stages has none of it', () => {
  const type = requestType('')
  expect([
    Object.keys(type).includes('stages'),
    firstStage(type),
    stageContexts(type),
    inStage(type, null),
  ]).toEqual([false, null, [{}], type])
})

const two = 'stages: [{ name: staging }, { name: production }]'

test.each([
  [
    'stages: [{ name: staging }]',
    'type/stages',
    '“staging” is the only stage, so there is none to go on to.',
    'Add the stage that follows, as in [{ name: staging }, { name: production }], or remove stages.',
  ],
  [
    'stages: [{ name: staging }, { name: staging }]',
    'type/stages',
    'Two stages are called “staging”.',
    'Give each stage a name of its own.',
  ],
  [
    'stages: [{ name: staging }, { name: EU Production }]',
    'type/stages',
    '“EU Production” cannot be the name of a stage.',
    'Did you mean eu-production? Use lower-case letters and digits, in words joined by -, as in eu-production; at most 39 characters.',
  ],
  [
    'stages: [{ name: staging, after: merged }, { name: production }]',
    'type/stages',
    '“after” says what begins “staging”, and every request begins in its first stage.',
    'Remove it there; it belongs to the stages that follow.',
  ],
  [
    'stages: [{ name: staging }, { name: production, after: reachd }]',
    'type/value',
    '“stages/1/after” is “reachd”.',
    'Did you mean reached? Write one of: merged, reached.',
  ],
  [
    'stages: [{ name: staging }, { name: production, after: reached }]',
    'type/reached-missing',
    'A stage begins once the one before is reached, and nothing says when that is.',
    'Add reached, as in reached: { by: [{ check: smoke }] }, or write after: merged.',
  ],
  [
    'stages: [{ name: staging }, { name: production, approvals: [] }]',
    'type/unknown-key',
    '“approvals” is not a key of stages/1.',
    'Did you mean approval? The keys are: name, target, approval, windows, limits, after.',
  ],
  [
    'stages: [{ name: staging }, { name: production, after: reach }]',
    'type/value',
    '“stages/1/after” is “reach”.',
    'Did you mean reached? Write one of: merged, reached.',
  ],
  [
    'stages: [{ name: staging }, { name: production, target: { branc: main } }]',
    'type/unknown-key',
    '“branc” is not a key of stages/1/target.',
    'Did you mean branch? The keys are: repository, branch.',
  ],
  [
    'stages: [{ name: staging }, { name: production, target: { branch: refs/heads/production } }]',
    'type/value',
    '“stages/1/target/branch” is “refs/heads/production”.',
    'Did you mean production? Write the name of a branch without refs/heads/, as in main.',
  ],
  [
    'stages: [{ name: staging }, { name: production, target: {} }]',
    'type/value',
    '“stages/1/target” is an empty map.',
    'Write a map, as in { branch: main }.',
  ],
  [
    `${two}\nexpires: 30 days`,
    'type/stages-end',
    '“expires” is about the end of requests, and these pass through stages: an end at several targets cannot be carried out.',
    'Remove expires, or stages; what a stage has changed is taken back with /rollback.',
  ],
  [
    `${two}\nextend: { by: 30 days }`,
    'type/stages-end',
    '“extend” is about the end of requests, and these pass through stages: an end at several targets cannot be carried out.',
    'Remove extend, or stages; what a stage has changed is taken back with /rollback.',
  ],
  [
    `${two}\ntests: [{ name: a, answers: {}, stage: prodction, expect: { plan: {} } }]`,
    'type/test',
    'A test tries the stage “prodction”, and the request type has none of that name.',
    'Did you mean production? The stages are: staging, production.',
  ],
  [
    'merge: now\ntests: [{ name: a, answers: {}, stage: production, expect: { plan: {} } }]',
    'type/test',
    'A test tries the stage “production”, and the request type has no stages.',
    'Remove stage from the test, or add stages to the request type.',
  ],
  [
    'reached: { by: [{ status: a, check: b }] }',
    'type/reached',
    'One signal is said to be of several kinds.',
    'Write one of status, check and deployment, as in { status: "kustomization/**", app: flux }; several signals are several entries of by.',
  ],
  [
    'reached: { by: [{ app: flux }] }',
    'type/reached',
    'A signal has no name.',
    'Write one of status, check and deployment, as in { status: "kustomization/**", app: flux }; several signals are several entries of by.',
  ],
  [
    'reached: { by: [{ check: smoke, app: "@flux[bot]" }] }',
    'type/reached',
    '“reached/by/0/app” is “@flux[bot]”, which is neither the login of an account nor the short name of an app.',
    'Did you mean flux? Write the login of whoever says it, without @ and without [bot], or the name an app has in its address on GitHub, as in app: github-actions.',
  ],
  [
    'reached: { by: [{ check: "a**" }] }',
    'type/reached',
    '“reached/by/0/check” is “a**”, and no signal has such a name.',
    'Write the name as it stands on a commit, on one line of at most 255 characters; * stands for any part between slashes, ** for whole parts, as in kustomization/**.',
  ],
  [
    'reached: { by: [{ check: smoke }], within: 30m }',
    'type/value',
    '“reached/within” is “30m”.',
    'Did you mean 30 minutes? Write a time in minutes, hours or days, as in 30 minutes, 2 hours or 1 day.',
  ],
  [
    'reached: { by: [{ check: smoke }], within: 8 days }',
    'type/reached',
    '“reached/within” is longer than 7 days.',
    'Write the time in which it usually arrives, at most 7 days, as in 30 minutes.',
  ],
])('%j is refused on its line', (text, code, what, fix) => {
  const [problem, ...more] = problemsOf(parseRequestType({ path, blob: null, text: typeText(text) }))
  expect([problem, more]).toEqual([{ code, what, fix, file: path, line: text.includes('\n') ? 7 : 6 }, []])
})

test.each([
  ['1 minute', 60],
  ['90 minutes', 5400],
  ['2 hours', 7200],
  ['7 days', 604_800],
])('what arrives is waited for %s', (within, seconds) => {
  expect(requestType(`reached: { by: [{ check: smoke }], within: ${within} }`).reached?.within).toBe(seconds)
})

/** A type with other changes and approval rules than usual. */
function staged(changes: string, more = two, approval = '[{ from: [team:platform] }]') {
  const text = typeText(more)
    .replace(/changes: .*/, changes)
    .replace('[{ from: [team:platform] }]', approval)
  return must(locateRequestType({ path, blob: null, text }, [policy]))
}

const byStage = 'changes: [{ file: "${{ stage.name }}/a.yaml", at: [a], value: "${{ request.app }}" }]'
const problemsWith = (...given: Parameters<typeof staged>) => checkRequestType(staged(...given), fields)

test.each([
  [
    "stage.name == 'prod'",
    '“prod” is compared with stage.name, and no stage is called that.',
    'Did you mean production? The stages are: staging, production.',
  ],
  [
    "'stagin' != STAGE.Previous",
    '“stagin” is compared with stage.previous, and no stage is called that.',
    'Did you mean staging? The stages are: staging, production.',
  ],
  [
    "stage.previous == 'production'",
    '“production” is compared with stage.previous, and no stage follows it.',
    'The stages are: staging, production.',
  ],
])('%s could never tell one stage from another', (when, what, fix) => {
  expect(problemsWith(byStage.replace(' }]', `, when: "${when}" }]`))).toEqual([
    { code: 'type/option-unknown', what, fix, file: path, line: 5 },
  ])
})

test('a policy that several types use may speak of stages that one of them does not have', () => {
  const text = '[{ when: "stage.name == \'qa\'", from: [team:qa] }, { from: [team:leads] }]\n'
  const shared = { ...policy, text, blob: gitBlobOid(text) }
  const own = typeText(two)
    .replace(/changes: .*/, byStage)
    .replace('[{ from: [team:platform] }]', '{ use: policies/leads.yml }')
  expect(
    checkRequestType(must(locateRequestType({ path, blob: null, text: own }, [shared])), fields),
  ).toEqual([])
})

test('a stage is known in changes, in conditions of approval, and in the names of signals', () => {
  expect(
    problemsWith(
      `changes:
  - file: a.yaml
    copy: { from: "\${{ stage.previous }}/a.yaml", at: [a] }
    at: ["\${{ STAGE.Name }}"]
    when: stage.previous != ''
  - { file: b.yaml, at: [b], value: "\${{ item }}", for-each: "\${{ stage.name == 'staging' && request.app || 'x' }}" }`,
      `${two}
ensure: \${{ stage['name'] == 'staging' && 'absent' || 'present' }}
reached: { by: [{ deployment: "\${{ stage.name }}" }] }
rollback: { approval: [{ when: stage.name != 'staging', from: [team:qa] }, { from: [team:a] }] }`,
      "[{ when: stage.name == 'staging', from: [team:qa] }, { from: [team:platform] }]",
    ),
  ).toEqual([])
})

test.each([
  [
    'rules: [{ assert: "stage.name == request.app", message: no }]',
    'There is no “stage” here: what is asked is read once, and holds for all stages.',
    'Use stage in changes, in the when of approval rules, and in the names under reached.',
  ],
  [
    'rules: [{ assert: "true", message: "${{ stage.name }}" }]',
    'There is no “stage” here: what is asked is read once, and holds for all stages.',
    'Use stage in changes, in the when of approval rules, and in the names under reached.',
  ],
  [
    'reached: { by: [{ check: "${{ stage.nam }}" }] }',
    'There is no “stage.nam”.',
    'Did you mean stage.name? Use stage.name, or stage.previous for the stage before.',
  ],
  [
    'reached: { by: [{ check: "${{ toJSON(stage) }}" }] }',
    '“stage” is used without the name of one part.',
    'Write stage.name or stage.previous.',
  ],
])('elsewhere, and by another name, it is not: %s', (text, what, fix) => {
  expect(problemsWith(byStage, `${two}\n${text}`)).toMatchObject([{ what, fix, line: 7 }])
})

test('where there are no stages, the way to them is said', () => {
  expect(problemsWith(byStage, 'merge: now')).toEqual([
    {
      code: 'expression/unknown-name',
      what: 'There is no “stage” in a request type without stages.',
      fix: 'Add them, as in stages: [{ name: staging }, { name: production }], or use request.<field id>.',
      file: path,
      line: 5,
    },
  ])
})

test('stages that would all write the same into one place are refused', () => {
  const same = 'changes: [{ file: a.yaml, at: [a], value: 1 }]'
  expect(problemsWith(same)).toEqual([
    {
      code: 'type/stages-alike',
      what: 'The stages “staging” and “production” would change the same: no change uses stage.name, and both go to one target.',
      fix: 'Use it in the changes, as in file: apps/${{ stage.name }}/values.yaml, or give “production” a target of its own, as in target: { branch: production }.',
      file: path,
      line: 6,
    },
  ])
  const own = 'stages: [{ name: a }, { name: b, target: { branch: b } }, { name: c, target: { branch: b } }]'
  expect(problemsWith(same, own)).toMatchObject([{ what: expect.stringContaining('“b” and “c”') }])
  expect(problemsWith(same, own.replace(/b }(?= }])/, 'c }'))).toEqual([])
  expect(problemsWith(byStage)).toEqual([])
})

test('the approval of a stage goes through every check of approvals, in its own file where it has one', () => {
  const found = problemsWith(
    byStage,
    `stages:
  - { name: staging, approval: [{ from: [mona], count: 2 }] }
  - { name: production, approval: [{ from: [platform], not: [request.person] }, { when: stage.nam, from: [team:a] }] }`,
  )
  expect(found.map(({ code, line }) => [code, line])).toEqual([
    ['expression/unknown-name', 8],
    ['type/approval-unreachable', 7],
    ['type/field-unknown', 8],
    ['type/principal-word', 8],
  ])
  const inFile = staged(byStage, 'stages: [{ name: a }, { name: b, approval: { use: policies/leads.yml } }]')
  expect(checkRequestType(inFile, fields)).toEqual([])
  const unknown = typeText('stages: [{ name: a }, { name: b, approval: { use: policies/leds.yml } }]')
  expect(problemsOf(locateRequestType({ path, blob: null, text: unknown }, [policy]))).toMatchObject([
    {
      code: 'type/policy-missing',
      line: 6,
      fix: expect.stringContaining('Did you mean policies/leads.yml?'),
    },
  ])
})
