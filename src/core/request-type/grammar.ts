import type { JsonSchema } from '../../model/json.js'
import { mergeModes } from '../../model/request-type.js'
import { report, wrong } from '../decode/decoding.js'
import { map, optional, required } from '../decode/keys.js'
import { flag, list, mapOf, type NamedSchemas, text, textLike, to, word } from '../decode/shape.js'
import { approval, ownApproval } from './approval-grammar.js'
import { windowNames } from './calendar-grammar.js'
import { changes } from './change-grammar.js'
import { emergency } from './emergency-grammar.js'
import { endKeys, endRules, expires, extend, warn } from './end-grammar.js'
import { fieldSchema } from './field-grammar.js'
import { asItStands, ensure, expression, globs, principals, template } from './leaves.js'
import { limits } from './limit-grammar.js'
import { reached } from './reached-grammar.js'
import { endFaults, stageKeys, stageRules, stages } from './stage-grammar.js'
import { target } from './target-grammar.js'
import { tests } from './test-grammar.js'
import { lifetime, remind, waitingKeys } from './waiting-grammar.js'
import { windowKeys, windowRules } from './window-keys.js'

/** In characters, as shown in the title of a pull request beside the issue's own. */
const titleLengthMax = 100

/** The name is the file's name, so that a request in a branch or a record leads to its file. */
const name = to(
  textLike(/^[a-z][a-z0-9-]{0,38}$/, 'namespace', (found) => ({
    code: 'type/name',
    what: `“${found}” cannot be the name of a request type.`,
    fix: 'Use a lower-case letter and then at most 38 lower-case letters, digits and hyphens, as in dns-record.',
  })),
  (found, decoding, piece) => {
    const stem = decoding.path.slice(decoding.path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '')
    if (stem === found) return found
    return report(decoding, piece.tree.line, {
      code: 'type/name',
      what: `The request type is called “${found}” and its file “${stem}”.`,
      fix: `Write name: ${stem}, or rename the file to ${found}.yml.`,
    })
  },
)

const title = to(
  textLike(
    new RegExp(`^\\s*(?=\\S)[^\\n\\r]{1,${titleLengthMax}}?\\s*$`, 'u'),
    'Kubernetes namespace',
    (found) => ({
      code: 'type/value',
      what: `“title” has ${[...found.trim()].length} characters or several lines.`,
      fix: `Write one line of at most ${titleLengthMax} characters.`,
    }),
  ),
  (found) => found.trim(),
)

const formFile = textLike(/^(?=.*\S)[^/\\\n\r]{1,200}\.ya?ml$/, 'namespace.yml', (found) => {
  const stem = found.slice(found.lastIndexOf('/') + 1)
  return {
    code: 'type/value',
    what: `“form” is “${found}”, which is not the name of a form file.`,
    fix: `Write only the name of a .yml or .yaml file below .github/ISSUE_TEMPLATE/, as in form: ${/^[\w-]+\.ya?ml$/.test(stem) ? stem : 'namespace.yml'}.`,
  }
})

const rollbackApproval = ownApproval(
  'Who must approve a /rollback, written as the approval of the request. Without rollback, those who approve a request.',
)

/** Everything that may stand in a request type, in the order in which it is written. */
const keys = map(
  {
    name: required(name, 'name: namespace', {
      says: 'The name of the request type. Must equal the name of this file without .yml; it becomes part of branch names.',
      examples: ['namespace'],
    }),
    title: required(title, 'title: Kubernetes namespace', {
      says: 'What people call it, on one line.',
      examples: ['Kubernetes namespace'],
    }),
    form: required(formFile, 'form: namespace.yml', {
      says: 'The file name of the issue form below .github/ISSUE_TEMPLATE/.',
      examples: ['namespace.yml'],
    }),
    requesters: optional(principals, null, {
      says: 'Who may ask. Default: everyone who can read a private repository; in a public one everyone with the role triage or more.',
      examples: [['team:developers', 'role:write']],
    }),
    target: optional(
      target,
      { repository: null, branch: null },
      {
        says: 'Where the manifests live. Default: this repository and its default branch.',
        examples: [{ repository: 'acme/gitops', branch: 'main' }],
      },
    ),
    fields: optional(
      mapOf(fieldSchema, 'a map from field id to what is demanded, as in { cpu: { type: integer } }'),
      new Map<string, JsonSchema>(),
      {
        says: 'What is demanded of a field on top of what the form says, by field id.',
        examples: [{ cpu: { type: 'integer', maximum: 16 } }],
      },
    ),
    rules: optional(
      list(
        to(
          map({
            assert: required(expression, 'assert: request.cpu <= 4', {
              says: 'One expression that must be true.',
              examples: ["${{ request.environment != 'prod' || request.reason }}"],
            }),
            message: required(
              template(text('More than 4 CPUs need an architecture review.')),
              'message: More than 4 CPUs need an architecture review.',
              {
                says: 'What the requester reads when it is not. Say what is wrong and what is allowed; expressions in it are evaluated.',
                examples: ['A namespace in prod needs a reason.'],
              },
            ),
          }),
          ({ assert, message }) => ({ assert, message: message.trim() }),
        ),
        '[{ assert: request.cpu <= 4, message: … }]',
      ),
      [],
      {
        says: 'Conditions across fields. All must hold; one that does not is shown to the requester with its message.',
        examples: [
          [{ assert: '${{ request.cpu <= 4 }}', message: 'More than 4 CPUs need an architecture review.' }],
        ],
      },
    ),
    approval,
    merge: optional(word(mergeModes), 'now', {
      says: 'How an approved request is merged: now, by the toolkit; auto, by GitHub as soon as the required checks pass; queue, through the merge queue; manual, by a person.',
      default: 'now',
    }),
    changes: required(changes, 'changes: [{ file: teams.yaml, at: [teams], item: core }]', {
      says: 'The states the request declares. They are not steps: each says how one place of one manifest shall be, and a second run changes nothing.',
      examples: [[{ file: 'teams.txt', line: '${{ request.team }}' }]],
    }),
    ensure: optional(ensure, 'present', {
      says: 'Whether the declared states shall be there or be gone; default of every change. absent is how things are removed.',
      default: 'present',
    }),
    expires,
    warn,
    extend,
    stages,
    reached,
    windows: optional(windowNames, undefined, {
      says: 'The windows of .github/issueops/calendar.yml in which requests are merged: all of them have to be open. Approvals are given at any time. Not with merge: auto or queue.',
      examples: [['office-hours']],
    }),
    remind,
    lifetime,
    limits: optional(limits, undefined, {
      says: 'How much the requests of this type may change within 24 hours, and one of them at once. What was approved beyond that waits; what is taken back or ends passes, and does not count.',
      examples: [{ requests: 20, files: 50, places: 200, 'at-once': { files: 10 } }],
    }),
    rollback: optional(
      to(
        map({
          approval: required(
            rollbackApproval.shape,
            'approval: [{ from: [role:maintain] }]',
            rollbackApproval.told,
          ),
        }),
        (said) => said.approval,
      ),
      undefined,
      {
        says: 'What is asked of a /rollback, which takes back what a merged request has changed.',
        examples: [{ approval: [{ from: ['role:maintain'] }] }],
      },
    ),
    watch: optional(flag, undefined, {
      says: 'Whether what its requests changed is watched for drift, and told where it is changed past them. false is for files that programs write again and again. Default: true.',
      default: true,
    }),
    emergency,
    'allow-missing-optional': optional(flag, false, {
      says: 'Whether the sections of fields that are not required may be absent from the issue. They count as empty, and the approvers are told which they are. Off, a missing section is refused: pasted text with its heading could take its place.',
      default: false,
    }),
    'refuse-unseen-characters': optional(flag, false, {
      says: 'Whether characters that cannot be seen, or that turn the direction of writing, are refused in text of several lines too. Off, they are a warning there; in short answers they are always refused.',
      default: false,
    }),
    paths: optional(globs, undefined, {
      says: 'The only paths a request may change, as globs from the root of the target repository: * stands for any part of one name, ** for whole folders. Default: every path that may be written at all.',
      examples: [['apps/*/values.yaml', 'clusters/**']],
    }),
    tests: optional(asItStands(tests), [], {
      says: 'What has to come of some answers; issueops test runs them. They decide nothing about requests.',
      examples: [
        [
          {
            name: 'a name in capitals is refused',
            answers: { name: 'Payments' },
            expect: { problems: ['request/pattern'] },
          },
        ],
      ],
    }),
  },
  { ...endRules, ...stageRules, ...windowRules },
)

/** The same, and what its keys have to say about each other. */
export const grammar = to(keys, (said, decoding, piece) => {
  // Where there may be no end, nothing of it has to fit.
  const ended = endFaults(said).length > 0 ? said : endKeys(said, decoding, piece)
  const staged = stageKeys(said, decoding, piece)
  const opening = windowKeys(said, decoding, piece)
  const waited = waitingKeys(said, decoding, piece)
  return ended === wrong || opening === wrong || waited === wrong ? wrong : staged
})

/** The grammar for editors. */
export function requestTypeSchema(): JsonSchema {
  const schemas: NamedSchemas = new Map()
  const top = grammar.schema(schemas)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:issueops:schema:request-type:v1',
    title: 'IssueOps request type',
    description:
      'One kind of request: .github/issueops/<name>.yml. It adds to an issue form what the form cannot say: who may ask and approve, which values are accepted, and which manifests change. ${{ }} expressions are GitHub’s own; they know request.<field id> and requester.login, and stage.name and stage.previous where there are stages.',
    ...top,
    $defs: Object.fromEntries(schemas),
  }
}
