import { type Piece, report, type Words, wrong, wrongKind } from '../../core/decode/decoding.js'
import { alternative, type Keys, map, oneOf, optional, required } from '../../core/decode/keys.js'
import { anyText, flag, mapOf, orNull, type Shape, to, whole, word } from '../../core/decode/shape.js'
import { answers } from '../../core/form/answers.js'
import { type IssueNumber, isNumbered, issueNumber } from '../../model/ids.js'
import type { FieldValue } from '../../model/submission.js'
import { type SaidOfCommit, saidOfCommit } from './signal-step.js'

/** The issue a story is about unless a step says otherwise; its pull request and anything else get higher numbers. */
export const firstIssue = issueNumber(1)

/** What one person does, and to which issue, or what a system says of what was merged; the toolkit then looks at that issue. */
export type Step = Deed | SignalStep
type Deed = {
  readonly [Name in DeedName]: { readonly who: string; readonly does: Name } & ValueOf<(typeof deeds)[Name]>
}[DeedName]

interface SignalStep {
  /** The App that says it. */
  readonly who: string
  readonly does: 'signals'
  readonly said: SaidOfCommit
  readonly issue: IssueNumber
  readonly unseen: boolean
}
type DeedName = keyof typeof deeds
type ValueOf<Read> = Read extends Shape<infer T> ? T : never

/** The text of an issue: as GitHub writes it for answers to a form, or word for word. */
export type IssueText =
  | { readonly kind: 'answers'; readonly form: string; readonly answers: ReadonlyMap<string, FieldValue> }
  | { readonly kind: 'body'; readonly body: string }

const always = {
  issue: optional(
    to(whole(1), (number, decoding, piece) =>
      isNumbered(number) ? issueNumber(number) : wrongKind(decoding, piece, 'the number of an issue'),
    ),
    firstIssue,
  ),
  // The event is lost, or the next deed comes before the toolkit has looked.
  unseen: optional(flag, false),
}

function deed<Known extends Keys>(keys: Known) {
  return map({ ...keys, ...always })
}

/** A deed that writes the text of the issue. */
function writing<Known extends Keys>(keys: Known) {
  const form = {
    form: required(anyText, 'form: namespace.yml'),
    answers: required(answers, 'answers: { name: payments }'),
  }
  const text = oneOf(
    { ...keys, ...always },
    [
      alternative(form, (said): IssueText => ({ kind: 'answers', ...said })),
      alternative({ body: required(anyText, 'body: …') }, (said): IssueText => ({ kind: 'body', ...said })),
    ],
    () => ({
      code: 'type/missing',
      what: 'The text of the issue has to be answers to a form, or a body.',
      fix: 'Write form: and answers:, as in { form: namespace.yml, answers: { name: payments } }, or body: alone.',
    }),
  )
  return to(text, ([said, written]) => ({ ...said, text: written }))
}

/** Whose last comment; null for their own. Who may write may do that to everybody's. */
const of = optional(anyText, null)
const text = required(anyText, 'text: /approve')
const label = required(anyText, 'label: urgent')

/** Whatever people do in a story, and what a step has to say of it. */
export const deeds = {
  files: writing({ title: required(anyText, 'title: A namespace for payments') }),
  'edits-issue': writing({}),
  comments: deed({ text }),
  // As many strangers, each with an account of their own, comment the same.
  'brings-a-crowd': deed({ count: required(whole(1), 'count: 120'), text }),
  'edits-comment': deed({ of, to: required(anyText, 'to: /approve') }),
  'deletes-comment': deed({ of }),
  'hides-comment': deed({ of }),
  // Time goes by, and the sweep looks at the issue.
  waits: deed({ hours: required(whole(1), 'hours: 24') }),
  // The sweep looks for what has drifted, of all requests.
  'sees-sweep': deed({}),
  labels: deed({ label }),
  unlabels: deed({ label }),
  // The newest pull request is changed, merged or approved on its own page; GitHub may refuse it.
  'drafts-pull': deed({}),
  'readies-pull': deed({}),
  'closes-pull': deed({}),
  'reopens-pull': deed({}),
  'retargets-pull': deed({ base: required(anyText, 'base: main') }),
  closes: deed({}),
  'deletes-issue': deed({}),
  reopens: deed({}),
  pushes: deed({
    branch: required(anyText, 'branch: main'),
    message: required(anyText, 'message: Tidy up'),
    // Path → new text, or null to delete it.
    files: required(
      mapOf(orNull(anyText), 'a map from path to text, as in { teams.yaml: "teams: []" }'),
      'files: { teams.yaml: "teams: []" }',
    ),
  }),
  // A check of the pull request's head ends well.
  'passes-check': deed({ check: required(anyText, 'check: ci') }),
  merges: deed({}),
  'approves-pull': deed({}),
  // The merge queue of the target branch takes a step.
  'sees-queue-move': deed({}),
  // Makes a ruleset by which the toolkit's App alone writes to the ledger.
  'protects-ledger': deed({}),
  // Lets the toolkit's token reach the target as well.
  'installs-app': deed({}),
}

/** A step begins with `login: deed`; the deed tells what else it says. What a system says stands under `signal`. */
export const step: Shape<Step> = {
  decode: (decoding, piece) => {
    const { tree, place } = piece
    const [first, ...entries] = tree.kind === 'map' ? tree.entries : []
    if (tree.kind !== 'map' || first === undefined)
      return wrongKind(decoding, piece, 'a map that begins with who does what, as in bob: comments')
    const rest: Piece = { tree: { ...tree, entries }, place }
    if (first.key === 'signal') {
      const said = saidOfCommit.decode(decoding, { tree: first.value, place: `${place}/signal` })
      const also = beside.decode(decoding, rest)
      return said === wrong || also === wrong ? wrong : { who: said.app, does: 'signals', said, ...also }
    }
    // Somebody may be called like a deed.
    if (isDeed(first.key) && !(first.value.kind === 'scalar' && isDeed(String(first.value.value))))
      return report(decoding, tree.line, nobodyDoes(first.key))
    const does = deedName.decode(decoding, { tree: first.value, place: `${place}/${first.key}` })
    if (does === wrong) return wrong
    const said = deeds[does].decode(decoding, rest)
    // It was read by the shape of this very deed.
    return said === wrong ? wrong : ({ who: first.key, does, ...said } as Step)
  },
  schema: () => ({ type: 'object', minProperties: 1 }),
}

const beside = map(always)
const deedName = word(Object.keys(deeds) as readonly DeedName[])

function isDeed(name: string): name is DeedName {
  return Object.hasOwn(deeds, name)
}

function nobodyDoes(deedOfNobody: DeedName): Words {
  return {
    code: 'type/value',
    what: `“${deedOfNobody}” is what somebody does, and the step does not say who.`,
    fix: `Begin it with who does it, as in bob: ${deedOfNobody}; what else it says stands in lines of its own below.`,
  }
}
