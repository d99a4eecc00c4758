import type { ExpectedSignal, Reached, SignalKind } from '../../model/signal.js'
import { report } from '../decode/decoding.js'
import { alternative, map, oneOf, optional, required } from '../decode/keys.js'
import { list, named, type Shape, textLike, to } from '../decode/shape.js'
import { minutesOrMore } from './duration.js'
import { asItStands, template } from './leaves.js'

/** Most signals of one request type: all of them are looked for on every commit since the merge. */
const signalsMax = 10
/** Longest name of a signal, in characters, expressions included. Source: GitHub takes contexts and names of at most 255. */
const nameLengthMax = 255

const day = 86_400
/** Longest wait, in seconds: whatever comes after a week comes from something else. */
const withinMax = 7 * day

const usualApp = 'github-actions'
const byExample = '[{ status: "kustomization/**", app: flux }]'

const signalName: Shape<string> = template(
  textLike(
    // Blanks around, line breaks, and ** beside other characters fit nothing that anybody meant.
    new RegExp(`^(?=[^\\n\\r]{1,${nameLengthMax}}$)(?!.*(?:[^/]\\*\\*|\\*\\*[^/]))\\S(?:.*\\S)?$`, 'u'),
    'kustomization/**',
    (found, _, { place }) => ({
      code: 'type/reached',
      what: `“${place}” is “${found}”, and no signal has such a name.`,
      fix: `Write the name as it stands on a commit, on one line of at most ${nameLengthMax} characters; * stands for any part between slashes, ** for whole parts, as in kustomization/**.`,
    }),
  ),
)

const app: Shape<string> = asItStands(
  textLike(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'flux', (found, _, { place }) => ({
    code: 'type/reached',
    what: `“${place}” is “${found}”, which is neither the login of an account nor the short name of an app.`,
    fix: `${meantApp(found)}Write the login of whoever says it, without @ and without [bot], or the name an app has in its address on GitHub, as in app: ${usualApp}.`,
  })),
)

function meantApp(found: string): string {
  const meant = found
    .trim()
    .replace(/^@|^https:\/\/github\.com\/apps\//, '')
    .replace(/\[bot\]$/i, '')
  return meant !== found && /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(meant) ? `Did you mean ${meant}? ` : ''
}

function saidBy(kind: SignalKind, says: string, example: string) {
  return alternative(
    { [kind]: required(signalName, `${kind}: ${example}`, { says, examples: [example] }) },
    (said) => ({ kind, name: said[kind] ?? '' }),
  )
}

const signal: Shape<ExpectedSignal> = named(
  'signal',
  () =>
    to(
      oneOf(
        {
          app: optional(app, usualApp, {
            says: 'Of whom it counts: a login without [bot], or the name of an app. Nobody else can say it.',
            default: usualApp,
            examples: ['flux'],
          }),
        },
        [
          saidBy(
            'status',
            'The context of a commit status; * stands for any part between slashes.',
            'kustomization/**',
          ),
          saidBy('check', 'The name of a check run, such as a job of a workflow; * as in status.', 'smoke'),
          saidBy('deployment', 'The environment of a deployment; * as in status.', 'production'),
        ],
        (given) => ({
          code: 'type/reached',
          what:
            [...given.keys()].filter((key) => key !== 'app').length > 1
              ? 'One signal is said to be of several kinds.'
              : 'A signal has no name.',
          fix: 'Write one of status, check and deployment, as in { status: "kustomization/**", app: flux }; several signals are several entries of by.',
        }),
      ),
      ([common, own]) => ({ ...own, app: common.app }),
    ),
  'One signal that has to be success: a commit status, a check run or a deployment, and who says it.',
)

const usualWithin = '30 minutes'

const within: Shape<number> = to(minutesOrMore, (seconds, decoding, { tree, place }) =>
  seconds <= withinMax
    ? seconds
    : report(decoding, tree.line, {
        code: 'type/reached',
        what: `“${place}” is longer than 7 days.`,
        fix: 'Write the time in which it usually arrives, at most 7 days, as in 30 minutes.',
      }),
)

/** What has to be said of a merge before what was merged counts as working. */
export const reached = optional(
  map({
    by: required(list(signal, byExample, { most: signalsMax }), `by: ${byExample}`, {
      says: 'All signals that have to be success on the merge commit, or on a later one of its branch. Expressions may stand in the names.',
      examples: [[{ status: 'kustomization/${{ stage.name }}/*', app: 'flux' }, { check: 'smoke' }]],
    }),
    within: optional(within, 1800, {
      says: 'How long after the merge it is waited for, and a failure has to last before it counts: from 1 minute to 7 days.',
      default: usualWithin,
      examples: ['30 minutes', '2 hours'],
    }),
  }) satisfies Shape<Reached>,
  undefined,
  {
    says: 'What tells that a merge has arrived: commit statuses, check runs or deployments of named apps. Without it, nobody waits after the merge.',
    examples: [{ by: [{ status: 'kustomization/**', app: 'flux' }], within: '30 minutes' }],
  },
)
