import { callerWorkflows } from './adopt/caller-workflows.js'
import { codeOwners } from './adopt/code-owners.js'
import { type RepositoryFacts, repositoryFacts } from './adopt/repository-facts.js'
import { settleFiles } from './adopt/settle-files.js'
import { type Adoption, carryOut } from './adopt/tell-files.js'
import { packagedPin, readPin, type ToolkitPin } from './adopt/toolkit-pin.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import type { ExitCode } from './exit-code.js'
import { settleType, typeSteps } from './new.js'

const initUsage = commandHelp.init.usage

/** The request type a repository begins with, where it has none. */
const firstKind = 'namespace'

/** `issueops init`: caller workflows, a first request type and code owners for a checkout; asks nothing and overwrites nothing. */
export function init(args: readonly string[]): ExitCode {
  const options = {
    toolkit: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const { values, positionals } = readArguments(args, options, initUsage, { min: 0, max: 1 })
  const [root = '.'] = positionals
  const pin = values.toolkit === undefined ? packagedPin() : readPin(values.toolkit)
  carryOut(root, { dryRun: values['dry-run'] === true, ...adopt(root, pin) }, values.json === true)
  return 0
}

function adopt(root: string, pin: ToolkitPin | null): Omit<Adoption, 'dryRun'> {
  const facts = repositoryFacts(root)
  const owners = codeOwners(facts.codeOwners, facts.repository?.owner ?? null)
  const files = [
    ...settleFiles(root, callerWorkflows(pin, facts.workflows)),
    ...(facts.types.length === 0 ? settleType(root, firstKind, firstKind, facts) : []),
    ...settleFiles(root, [owners.file]),
  ]
  return {
    files,
    next: [
      ...(facts.types.length === 0 ? typeSteps(firstKind, root) : []),
      ...idleSteps(facts),
      ...pinStep(pin, facts),
      ownerStep(owners.file.path, owners.owners, facts),
      `Commit all of it to ${facts.defaultBranch ?? 'the default branch'} of ${name(facts)}; GitHub reads forms, request types and schedules nowhere else.`,
      'Switch on “Allow GitHub Actions to create and approve pull requests” under Settings → Actions → General; a GitHub App of your own does not need it.',
    ],
  }
}

/** A file that has the name of the caller, and is somebody's own: no request would ever start a run. */
function idleSteps({ workflows }: RepositoryFacts): readonly string[] {
  return [...workflows]
    .filter(([path]) => /(?:^|\/)issueops(?:-sweep)?\.ya?ml$/.test(path))
    .filter(([, text]) => !/\/(?:workflows\/issueops\.yml|actions\/reconcile)@/.test(text))
    .map(
      ([path]) =>
        `Rename ${path.slice(path.lastIndexOf('/') + 1)} in .github/workflows and run issueops init again: the file is kept, and it calls nothing of the toolkit.`,
    )
}

/** Workflows that are kept may still wait for their pin, though it is known by now. */
function pinStep(pin: ToolkitPin | null, { workflows }: RepositoryFacts): readonly string[] {
  const isOpen = [...workflows.values()].some((text) => text.includes('uses: OWNER/REPOSITORY/'))
  if (pin !== null && !isOpen) return []
  return [
    'Put the repository of the toolkit and a commit of it in place of OWNER/REPOSITORY and COMMIT in .github/workflows.',
  ]
}

function ownerStep(path: string, owners: string | null, facts: RepositoryFacts): string {
  if (owners === null)
    return `Say in ${path} who owns the files of the toolkit: take away the # and put a person or a team in place of @OWNER.`
  return owners === `@${facts.repository?.owner ?? ''}`
    ? `Check ${path}: ${owners} has to be a person; for an organization write a team of it, as in ${owners}/platform.`
    : `Check ${path}: ${owners} decide about request types and workflows, once the branch demands reviews of code owners.`
}

function name({ repository }: RepositoryFacts): string {
  return repository === null ? 'your repository' : `${repository.owner}/${repository.name}`
}
