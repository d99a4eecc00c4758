import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedOf } from '../../src/cli/simulate/seed-of.js'
import type { Story } from '../../src/cli/simulate/story.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { LoggedRequest } from '../../src/sandbox/request-log.js'
import { appStandIn } from './app-stand-in.js'
import { grantedPermissions, StartupFailure } from './granted-permissions.js'
import { readWorkflow, type Workflow } from './read-workflow.js'
import { type ActResult, runAct } from './run-act.js'
import { type Sabotage, stageToolkit, toolkit } from './stage-toolkit.js'
import { type Event, startedBy } from './started-by.js'

/** A repository that uses the toolkit, on a GitHub of its own. */
export interface Adopter {
  readonly sandbox: Sandbox
  /** `owner/name`. */
  readonly repository: string
  /** Runs every workflow that GitHub would start for an event, one after the other. */
  readonly deliver: (event: Event) => Promise<readonly WorkflowRun[]>
  readonly close: () => Promise<void>
}

export interface WorkflowRun extends ActResult {
  /** As in `issueops.yml`. */
  readonly workflow: string
  /** What it asked of GitHub. */
  readonly requests: readonly LoggedRequest[]
}

export interface Wishes {
  readonly story: Story
  /** Name → text of the files in `.github/workflows`; `OWNER/REPOSITORY` and `COMMIT` stand for the toolkit's, as in the documentation. */
  readonly workflows: ReadonlyMap<string, string>
  readonly sabotage?: Sabotage
  /** Whether variable and secret of a GitHub App are set; they are unless said otherwise. */
  readonly identity?: 'app' | 'github-token'
}

const folderOfWorkflows = '.github/workflows'

/** What every run of an adopter's workflows needs to know. */
interface Surroundings {
  readonly sandbox: Sandbox
  readonly repository: string
  readonly identity: 'app' | 'github-token'
  /** Everything the runs have on disk is below it. */
  readonly folder: string
}

/** Builds the repository of a story with workflows in it, and publishes this checkout as the toolkit. */
export async function createAdopter(wishes: Wishes): Promise<Adopter> {
  const { story, workflows, sabotage = null, identity = 'app' } = wishes
  const folder = mkdtempSync(join(tmpdir(), 'issueops-act-'))
  mkdirSync(join(folder, 'home'))
  stageToolkit(join(folder, 'toolkit'), sabotage)
  const repository = `${story.repository.owner}/${story.repository.name}`
  const sandbox = await createSandbox(
    seedOf({ ...story, ledger: 'unprotected', files: withWorkflows(story.files, workflows) }),
  )
  const surroundings = { sandbox, repository, identity, folder }
  return {
    sandbox,
    repository,
    async deliver(event) {
      checkOut(surroundings)
      writeFileSync(join(folder, 'event.json'), JSON.stringify(event.payload))
      const runs: WorkflowRun[] = []
      for (const workflow of workflows.keys()) {
        const text = readFileSync(join(folder, 'workspace', folderOfWorkflows, workflow), 'utf8')
        if (!startedBy(text, event)) continue
        const from = sandbox.requests.length
        const result = await refusedOr(() => start(surroundings, workflow, text, event.name))
        runs.push({ workflow, ...result, requests: sandbox.requests.slice(from) })
      }
      return runs
    },
    async close() {
      await sandbox.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function withWorkflows(files: Story['files'], workflows: Wishes['workflows']): Story['files'] {
  return new Map([
    ...files,
    ...[...workflows].map(([name, text]): readonly [string, string] => [
      `${folderOfWorkflows}/${name}`,
      text.replaceAll('OWNER/REPOSITORY', toolkit.repository).replaceAll('@COMMIT', `@${toolkit.commit}`),
    ]),
  ])
}

/** The default branch as it is now: GitHub takes the workflows of these events from there. */
function checkOut({ sandbox, repository, folder }: Surroundings): void {
  const workspace = join(folder, 'workspace')
  rmSync(workspace, { recursive: true, force: true })
  execFileSync('git', ['clone', '--quiet', sandbox.repository(repository).gitDir, workspace])
}

/** What GitHub refuses to start has no log but a sentence on its page. */
async function refusedOr(work: () => Promise<ActResult>): Promise<ActResult> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof StartupFailure)) throw error
    return { result: 'failure', log: error.message, outputs: new Map(), summary: '', used: [] }
  }
}

async function start(
  { sandbox, repository, identity, folder }: Surroundings,
  workflow: string,
  text: string,
  eventName: string,
): Promise<ActResult> {
  const published = join(folder, 'toolkit')
  const app = appStandIn(sandbox, repository, join(published, folderOfWorkflows), join(folder, 'app'))
  const hasApp = identity === 'app'
  return runAct({
    workspace: join(folder, 'workspace'),
    workflow: `${folderOfWorkflows}/${workflow}`,
    eventName,
    event: join(folder, 'event.json'),
    env: {
      GITHUB_API_URL: sandbox.url,
      GITHUB_GRAPHQL_URL: sandbox.graphqlUrl,
      GITHUB_SERVER_URL: sandbox.serverUrl,
      GITHUB_REPOSITORY: repository,
    },
    secrets: {
      GITHUB_TOKEN: sandbox.githubToken(
        repository,
        grantedPermissions(text, (uses) => calledWorkflow(published, uses)),
      ),
      ...(hasApp ? { ISSUEOPS_PRIVATE_KEY: app.privateKey } : {}),
    },
    variables: hasApp ? { ISSUEOPS_CLIENT_ID: app.clientId } : {},
    repositories: new Map([[`${toolkit.repository}@${toolkit.commit}`, published], ...app.repositories]),
    home: join(folder, 'home'),
  })
}

/** The workflow of the toolkit that a `uses:` names, or null where there is none to read. */
function calledWorkflow(published: string, uses: string): Workflow | null {
  const path = join(published, uses.replace(`${toolkit.repository}/`, '').replace(/@.*$/, ''))
  return existsSync(path) ? readWorkflow(readFileSync(path, 'utf8')) : null
}
