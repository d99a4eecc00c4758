import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtInKinds, builtInType, typeSchema, unknownKind } from './adopt/built-in-type.js'
import { kept, type Proposal, type SettledFile } from './adopt/proposal.js'
import { type RepositoryFacts, repositoryFacts } from './adopt/repository-facts.js'
import { settleFiles } from './adopt/settle-files.js'
import { carryOut } from './adopt/tell-files.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, UsageError } from './exit-code.js'

const newUsage = commandHelp.new.usage

/** `issueops new`: adds a built-in request type with its form, tests and example manifests; overwrites nothing. */
export function newType(args: readonly string[]): ExitCode {
  const options = {
    from: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const { values, positionals } = readArguments(args, options, newUsage, { min: 1, max: 2 })
  const [name = '', root = '.'] = positionals
  const kind = values.from ?? name
  if (values.from === undefined && !builtInKinds().includes(name)) {
    throw new UsageError(
      `${unknownKind(name)} To call it something else, write issueops new NAME --from KIND.`,
    )
  }
  const files = settleType(root, kind, name, repositoryFacts(root))
  const written = files.find(({ path }) => path === `.github/issueops/${name}.yml`)?.text ?? ''
  const next = [...headingStep(kind, name), ...typeSteps(name, root), ...onGitHubSteps(written)]
  carryOut(root, { dryRun: values['dry-run'] === true, files, next }, values.json === true)
  return 0
}

/** What becomes of the files of a request type; nothing but the type and the schema of all types is looked at where there is one of this name. */
export function settleType(
  root: string,
  kind: string,
  name: string,
  { forms, types }: RepositoryFacts,
): readonly SettledFile[] {
  const names = [`${name}.yml`, `${name}.yaml`]
  const proposals: readonly Proposal[] = builtInType(
    kind,
    name,
    forms.find((each) => names.includes(each)) ?? `${name}.yml`,
  )
  const type = types.find((each) => names.includes(each))
  return type === undefined
    ? settleFiles(root, proposals)
    : [kept(`.github/issueops/${type}`), ...settleFiles(root, [typeSchema])]
}

/** What an editor should know, and how to see a request type at work before anything is pushed. */
export function typeSteps(name: string, root: string): readonly string[] {
  const at = root === '.' ? '' : ` ${root}`
  return [
    ...schemaStep(root),
    `Look at .github/issueops/${name}.yml: who approves, and what changes. Then check it: npx issueops lint${at} && npx issueops test${at}`,
    `See a request go from issue to merge on this machine: npx issueops simulate --repo ${root} --type ${name}`,
  ]
}

/** A schema that is there is kept like every file; of another release, an editor would mark what is right by now. */
function schemaStep(root: string): readonly string[] {
  const path = join(root, typeSchema.path)
  if (!existsSync(path) || readFileSync(path, 'utf8').replaceAll('\r\n', '\n') === typeSchema.text) return []
  return [
    `Take away ${typeSchema.path} and run issueops new again: editors complete request types by it, and it is of another release.`,
  ]
}

/** What a type needs on GitHub beyond the workflows; nobody sees that before a request waits for it. */
function onGitHubSteps(type: string): readonly string[] {
  const has = (...keys: readonly string[]) => keys.some((key) => type.includes(`\n${key}:`))
  return [
    ...(has('stages', 'expires')
      ? [
          'Before it is used on GitHub: its requests stay on hold until only the toolkit’s GitHub App can write the ledger; docs/enforcement.md of the toolkit, “The ledger”, tells how.',
        ]
      : []),
    ...(has('reached')
      ? [
          'Correct who says under reached that a merge has arrived, and let the workflows read it; docs/permissions.md of the toolkit, “Whether a merge has arrived”, tells how.',
        ]
      : []),
  ]
}

function headingStep(kind: string, name: string): readonly string[] {
  if (kind === name) return []
  return [
    `Reword the name of the form, its first heading and its description. The first two carry the name now, because GitHub shows no two forms of one name, and issues of two forms with the same headings could not be told apart.`,
  ]
}
