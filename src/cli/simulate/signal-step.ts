import { alternative, oneOf, optional, required } from '../../core/decode/keys.js'
import { anyText, type Shape, to, word } from '../../core/decode/shape.js'
import type { SignalKind, SignalState } from '../../model/signal.js'

/** What a system says of a commit: that is no deed of a person's. */
export interface SaidOfCommit {
  readonly kind: SignalKind
  readonly name: string
  readonly state: SignalState
  /** The slug of the App that says it. */
  readonly app: string
  /** Of which commit: what the newest pull request of the request was merged as, or the tip of the branch it was merged into. */
  readonly on: 'merge' | 'tip'
}

/** The App of GITHUB_TOKEN, as which workflows say something. */
export const actionsApp = 'github-actions'

const keys = {
  state: required(word(['success', 'failure', 'pending']), 'state: success'),
  app: optional(anyText, actionsApp),
  on: optional(word(['merge', 'tip']), 'merge'),
}

const named = <Kind extends SignalKind>(kind: Kind, example: string) =>
  alternative({ [kind]: required(anyText, `${kind}: ${example}`) }, (said) => ({
    kind,
    name: String(said[kind]),
  }))

/** What stands under `signal`. */
export const saidOfCommit: Shape<SaidOfCommit> = to(
  oneOf(
    keys,
    [
      named<SignalKind>('status', 'kustomization/apps'),
      named<SignalKind>('check', 'smoke'),
      named<SignalKind>('deployment', 'production'),
    ],
    () => ({
      code: 'type/missing',
      what: 'A signal has to be a commit status, a check run or a deployment.',
      fix: 'Write one of them with its name, as in { status: kustomization/apps, state: success, app: flux }, or check: or deployment: in its place.',
    }),
  ),
  ([said, what]) => ({ ...said, ...what }),
)

/** As in `says of the merge commit: status kustomization/apps is success`. */
export function signalWords({ kind, name, state, on }: SaidOfCommit): string {
  const commit = on === 'merge' ? 'the merge commit' : 'the tip of the target branch'
  return `says of ${commit}: ${kind} ${name} is ${state}`
}
