import { readRequest } from '../core/decide/read-request.js'
import { changePaths } from '../core/plan/change-paths.js'
import { planChanges } from '../core/plan/plan-changes.js'
import { emergencyText } from '../core/report/emergency-words.js'
import { endText } from '../core/report/end-words.js'
import { planDiff } from '../core/report/plan-diff.js'
import { readPolicy } from '../core/request-type/read-policy.js'
import { selectType } from '../core/request-type/select-type.js'
import { didYouMean } from '../core/text/closest-name.js'
import type { Plan } from '../model/plan.js'
import { fail, type Problem, type Result } from '../model/problem.js'
import type { RequestType } from '../model/request-type.js'
import { readArguments, required } from './arguments.js'
import { commandHelp } from './command-help.js'
import { demandFolder } from './demand-folder.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { failed } from './parse.js'
import { print, printJson } from './print.js'
import { readLocalManifests } from './read-local-manifests.js'
import { readPolicyFiles } from './read-policy-files.js'
import { readText } from './read-text.js'
import { writeFiles } from './write-files.js'

const planUsage = commandHelp.plan.usage

/** `issueops plan`: the change an issue body asks for, computed against a local checkout. */
export function plan(args: readonly string[]): ExitCode {
  const options = {
    repo: { type: 'string' },
    target: { type: 'string' },
    body: { type: 'string' },
    type: { type: 'string' },
    requester: { type: 'string' },
    stage: { type: 'string' },
    write: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const { values } = readArguments(args, options, planUsage)
  const root = required(values.repo, 'repo', planUsage)
  const body = readText(required(values.body, 'body', planUsage))
  const target = values.target ?? root
  demandFolder(target)
  const result = planLocally({
    root,
    target,
    body,
    typeName: values.type ?? null,
    requester: values.requester ?? 'octocat',
    ...(values.stage === undefined ? {} : { stage: values.stage }),
  })
  if (!result.ok) return failed(result.problems, values.json === true)
  const { digest, files, end, stage, emergency } = result.value
  if (values.write === true) writeFiles(target, files)
  if (values.json === true) {
    printJson({
      ok: true,
      planDigest: digest,
      files: filesJson(files),
      ...(stage === undefined ? {} : { stage }),
      ...(end === undefined ? {} : { end }),
      ...(emergency === undefined ? {} : { emergency }),
    })
    return 0
  }
  // What reads a diff passes over a line before it.
  if (stage !== undefined && files.length > 0) print(`Stage: ${stage}`)
  if (end !== undefined && files.length > 0) print(`Ends: ${endText(end)}`)
  if (emergency !== undefined && files.length > 0) print(`Emergency: ${emergencyText(emergency)}`)
  print(files.length === 0 ? 'Already as requested: nothing to change.' : planDiff({ files }).trimEnd())
  return 0
}

/** Files as `plan` and `undo` print them: whole texts, null where there is no file, and all that `undo` has to know to restore their bytes. */
export function filesJson(files: Plan['files']) {
  return files.map(({ path, change, mode, before, after, places }) => ({
    path,
    change,
    mode,
    before: before?.text ?? null,
    after: after?.text ?? null,
    places,
  }))
}

interface LocalRequest {
  readonly root: string
  /** The checkout the manifests are in: another one where they live in a repository of their own. */
  readonly target: string
  readonly body: string
  readonly typeName: string | null
  readonly requester: string
  /** Left out for the first. */
  readonly stage?: string
}

function planLocally({ root, target, body, typeName, requester, ...chosen }: LocalRequest): Result<Plan> {
  const selected = selectLocally(root, body, typeName)
  if (!selected.ok) return selected
  if (chosen.stage !== undefined) demandStage(selected.value.type, chosen.stage)
  const read = readRequest(selected.value, { body, requester: { login: requester }, ...chosen })
  if (read.kind !== 'request') return fail(...read.problems)
  const { type, form, request, changes, end, stage, emergency } = read
  return planChanges({
    request,
    type,
    form,
    target: { repository: type.target.repository, branch: type.target.branch ?? 'main' },
    changes,
    end,
    stage,
    emergency,
    chapter: null,
    manifests: readLocalManifests(target, changePaths(changes)),
  })
}

function demandStage({ name, stages = [] }: RequestType, stage: string): void {
  if (stages.some((each) => each.name === stage)) return
  const names = stages.map((each) => each.name)
  throw new UsageError(
    names.length === 0
      ? `The request type ${name} has no stages, so there is none called ${stage}. Leave out --stage.`
      : `There is no stage ${stage} in the request type ${name}. ${didYouMean(stage, names)}The stages are: ${names.join(', ')}.`,
  )
}

function selectLocally(root: string, body: string, typeName: string | null) {
  const policy = readPolicy(readPolicyFiles(root))
  if (typeName !== null) {
    const named = policy.candidates.find(({ type }) => type.name === typeName)
    if (named !== undefined) return { ok: true as const, value: named }
    const broken = policy.broken.find(({ path }) => path.endsWith(`/${typeName}.yml`))
    if (broken !== undefined) return { ok: false as const, problems: broken.problems }
    const names = policy.candidates.map(({ type }) => type.name).join(', ')
    throw new UsageError(
      `There is no request type ${typeName} in ${root}. There is: ${names === '' ? 'none' : names}.`,
    )
  }
  const selection = selectType(policy.candidates, { body, labels: [] }, policy.others)
  switch (selection.kind) {
    case 'one':
      return { ok: true as const, value: selection }
    case 'ambiguous':
      return fail(ambiguous(selection.types.map((type) => type.name)))
    case 'none': {
      const [first, ...more] = policy.broken.flatMap(({ problems }) => problems)
      return first === undefined ? fail(noFit) : fail(first, ...more)
    }
  }
}

const noFit: Problem = {
  code: 'state/no-request',
  what: 'The text fits the form of no request type in .github/issueops.',
  fix: 'Name the request type with --type to be told what does not fit.',
}

function ambiguous(names: readonly string[]): Problem {
  return {
    code: 'state/ambiguous-type',
    what: `The text fits the forms of several request types: ${names.join(', ')}.`,
    fix: 'Name one with --type.',
  }
}
