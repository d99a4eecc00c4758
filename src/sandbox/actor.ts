import { readCommit, writeCommit } from './git/commits.js'
import { readRef } from './git/refs.js'
import { writeBlob } from './git/trees.js'
import { type TreeEdit, writeTree } from './git/write-tree.js'
import { roleToChange } from './rest/comments.js'
import { roleToPatch } from './rest/issues.js'
import type { MergeMethodName } from './seed.js'
import { enableAutoMerge } from './world/auto-merge.js'
import { moveRef } from './world/branches.js'
import { addComment, commentOf, deleteComment, editComment } from './world/comments.js'
import { demandAdministration, demandWrite, type Identity } from './world/identity.js'
import { editBody, editTitle, issueOf, openIssue, setState } from './world/issues.js'
import { addLabels, removeLabel } from './world/labels.js'
import { mergePull } from './world/merge-pull.js'
import { advanceQueue } from './world/merge-queue.js'
import { approvePull, openPull, pullOf, reopenPull } from './world/pulls.js'
import { personalSignature } from './world/signatures.js'
import { findRepository, type Issue, type Repository, type World } from './world/world.js'

/**
 * A person who acts through the web page. Every act takes time on the sandbox's clock first, and is bound by the person's role.
 * Repositories are named `owner/name`. @throws Refusal when GitHub would not let them.
 */
export interface Actor {
  readonly login: string
  /** Answers the number of the issue. */
  readonly openIssue: (repository: string, issue: NewIssue) => Promise<number>
  readonly editIssue: (repository: string, number: number, change: IssueChange) => Promise<void>
  /** Answers the id of the comment. */
  readonly comment: (repository: string, number: number, body: string) => Promise<number>
  readonly editComment: (repository: string, id: number, body: string) => Promise<void>
  readonly deleteComment: (repository: string, id: number) => Promise<void>
  readonly hideComment: (repository: string, id: number) => Promise<void>
  readonly closeIssue: (
    repository: string,
    number: number,
    reason?: 'completed' | 'not_planned',
  ) => Promise<void>
  readonly reopenIssue: (repository: string, number: number) => Promise<void>
  /** For good, with everything on it. */
  readonly deleteIssue: (repository: string, number: number) => Promise<void>
  readonly addLabel: (repository: string, number: number, name: string) => Promise<void>
  readonly removeLabel: (repository: string, number: number, name: string) => Promise<void>
  /** Path → content, or null to delete. A branch that does not exist begins at the default branch. Answers the commit. */
  readonly pushCommit: (repository: string, branch: string, files: Files, message: string) => Promise<string>
  /** Moves a branch anywhere, as `git push --force` does. */
  readonly forcePush: (repository: string, branch: string, commit: string) => Promise<void>
  readonly deleteBranch: (repository: string, branch: string) => Promise<void>
  /** Answers the number of the pull request. `head` may be `owner:branch` of a fork. */
  readonly openPull: (repository: string, pull: NewPull) => Promise<number>
  readonly editPull: (repository: string, number: number, change: IssueChange) => Promise<void>
  readonly setDraft: (repository: string, number: number, draft: boolean) => Promise<void>
  readonly closePull: (repository: string, number: number) => Promise<void>
  readonly reopenPull: (repository: string, number: number) => Promise<void>
  /** Approves on the page of the pull request. */
  readonly approvePull: (repository: string, number: number) => Promise<void>
  readonly enableAutoMerge: (repository: string, number: number) => Promise<void>
  /** Lets the merge queue take a step; nobody has to, it does so by itself. */
  readonly advanceQueue: (repository: string) => Promise<void>
  /** Makes a ruleset by which nobody but these Apps writes to the ledger's branch, deletes it or rewrites it; null takes it away. */
  readonly protectLedger: (repository: string, bypass: readonly number[] | null) => Promise<void>
  /** Answers the merge commit. */
  readonly mergePull: (repository: string, number: number, method?: MergeMethodName) => Promise<string>
}

export interface NewIssue {
  readonly title: string
  readonly body: string
  readonly labels?: readonly string[]
}

export interface IssueChange {
  readonly title?: string
  readonly body?: string
}

export interface NewPull {
  readonly title: string
  readonly body?: string
  readonly head: string
  readonly base?: string
  readonly draft?: boolean
}

export type Files = Readonly<Record<string, string | null>>

/** Runs one act: alone, after its time on the clock. */
export type Act = <T>(work: () => Promise<T>) => Promise<T>

/** A person at the web page, bound by their role. Times come from `act`, one step of the sandbox's clock for each act. */
export function createActor(world: World, identity: Identity, act: Act): Actor {
  return {
    login: identity.account.login,
    ...issueActs(world, identity, act),
    ...commentActs(world, identity, act),
    ...branchActs(world, identity, act),
    ...pullActs(world, identity, act),
    ...settingsActs(world, identity, act),
  }
}

function repositoryNamed(world: World, name: string): Repository {
  const repository = findRepository(world, name)
  if (repository === null) throw new Error(`the sandbox has no repository ${JSON.stringify(name)}`)
  return repository
}

type IssueActs = Pick<
  Actor,
  'openIssue' | 'editIssue' | 'closeIssue' | 'reopenIssue' | 'deleteIssue' | 'addLabel' | 'removeLabel'
>

function issueActs(world: World, identity: Identity, act: Act): IssueActs {
  const on = <T>(name: string, number: number, work: (repository: Repository, issue: Issue) => T) =>
    act(async () => {
      const repository = repositoryNamed(world, name)
      return work(repository, issueOf(repository, number))
    })
  return {
    openIssue: (name, { title, body, labels = [] }) =>
      act(async () => {
        const repository = repositoryNamed(world, name)
        demandWrite(world, identity, repository, 'issues', 'read')
        return openIssue(world, identity, repository, { title, body, labels }).number
      }),
    editIssue: (name, number, { title, body }) =>
      on(name, number, (repository, issue) => {
        demandWrite(world, identity, repository, 'issues', roleToPatch(identity, issue, true))
        if (title !== undefined) editTitle(world, identity, issue, title)
        if (body !== undefined) editBody(world, identity, issue, body)
      }),
    closeIssue: (name, number, reason = 'completed') =>
      on(name, number, (repository, issue) => {
        demandWrite(world, identity, repository, 'issues', roleToPatch(identity, issue, false))
        setState(world, identity, issue, 'closed', reason)
      }),
    reopenIssue: (name, number) =>
      on(name, number, (repository, issue) => {
        // Whoever has no role may reopen only what they closed themselves.
        const own = issue.author === identity.account.login && issue.closedBy === identity.account.login
        demandWrite(world, identity, repository, 'issues', own ? 'read' : 'triage')
        setState(world, identity, issue, 'open', 'reopened')
      }),
    deleteIssue: (name, number) =>
      on(name, number, (repository, issue) => {
        // Source: “Deleting an issue” in GitHub's documentation: people with admin rights.
        demandWrite(world, identity, repository, 'issues', 'admin')
        repository.data.issues.delete(issue.number)
      }),
    addLabel: (name, number, label) =>
      on(name, number, (repository, issue) => {
        demandWrite(world, identity, repository, 'issues', 'triage')
        addLabels(world, identity, repository, issue, [label])
      }),
    removeLabel: (name, number, label) =>
      on(name, number, (repository, issue) => {
        demandWrite(world, identity, repository, 'issues', 'triage')
        removeLabel(world, identity, issue, label)
      }),
  }
}

type CommentActs = Pick<Actor, 'comment' | 'editComment' | 'deleteComment' | 'hideComment'>

function commentActs(world: World, identity: Identity, act: Act): CommentActs {
  const on = (name: string, id: number, work: (place: ReturnType<typeof commentOf>) => void) =>
    act(async () => {
      const repository = repositoryNamed(world, name)
      const place = commentOf(repository, id)
      demandWrite(world, identity, repository, 'issues', roleToChange(identity, place.comment))
      work(place)
    })
  return {
    comment: (name, number, body) =>
      act(async () => {
        const repository = repositoryNamed(world, name)
        demandWrite(world, identity, repository, 'issues', 'read')
        return addComment(world, identity, issueOf(repository, number), body).id
      }),
    editComment: (name, id, body) => on(name, id, (place) => editComment(world, identity, place, body)),
    deleteComment: (name, id) => on(name, id, (place) => deleteComment(world, identity, place)),
    hideComment: (name, id) =>
      act(async () => {
        const repository = repositoryNamed(world, name)
        const { comment } = commentOf(repository, id)
        const own = comment.author === identity.account.login
        demandWrite(world, identity, repository, 'issues', own ? 'read' : 'triage')
        comment.minimized = true
      }),
  }
}

type BranchActs = Pick<Actor, 'pushCommit' | 'forcePush' | 'deleteBranch'>

function branchActs(world: World, identity: Identity, act: Act): BranchActs {
  const move = (
    name: string,
    branch: string,
    target: (repository: Repository, before: string | null) => Promise<string | null>,
  ) =>
    act(async () => {
      const repository = repositoryNamed(world, name)
      demandWrite(world, identity, repository, 'contents', 'write')
      const ref = `refs/heads/${branch}`
      const before = await readRef(repository.git, ref)
      const after = await target(repository, before)
      await moveRef(world, identity, repository, { ref, before, after })
      return after ?? ''
    })
  return {
    pushCommit: (name, branch, files, message) =>
      move(name, branch, async (repository, before) => {
        const { git, defaultBranch } = repository
        const parent = before ?? (await readRef(git, `refs/heads/${defaultBranch}`))
        const tip = parent === null ? null : await readCommit(git, parent)
        const edits: TreeEdit[] = []
        for (const [path, content] of Object.entries(files)) {
          edits.push({ path, mode: '100644', oid: content === null ? null : await writeBlob(git, content) })
        }
        const author = personalSignature(identity.account, world.clock.epoch())
        return writeCommit(git, {
          tree: await writeTree(git, tip?.tree ?? null, edits),
          parents: parent === null ? [] : [parent],
          author,
          committer: author,
          message: message.endsWith('\n') ? message : `${message}\n`,
        })
      }),
    forcePush: async (name, branch, commit) => {
      await move(name, branch, () => Promise.resolve(commit))
    },
    deleteBranch: async (name, branch) => {
      await move(name, branch, () => Promise.resolve(null))
    },
  }
}

function settingsActs(world: World, identity: Identity, act: Act): Pick<Actor, 'protectLedger'> {
  return {
    protectLedger: (name, bypass) =>
      act(async () => {
        const repository = repositoryNamed(world, name)
        demandAdministration(world, identity, repository)
        repository.data.ledgerProtection = bypass === null ? null : { restrictUpdates: true, bypass }
      }),
  }
}

type PullActs = Pick<
  Actor,
  | 'openPull'
  | 'editPull'
  | 'setDraft'
  | 'closePull'
  | 'reopenPull'
  | 'mergePull'
  | 'approvePull'
  | 'enableAutoMerge'
  | 'advanceQueue'
>

function pullActs(world: World, identity: Identity, act: Act): PullActs {
  const on = <T>(
    name: string,
    number: number,
    edits: boolean,
    work: (repository: Repository, pull: ReturnType<typeof pullOf>) => Promise<T>,
  ) =>
    act(async () => {
      const repository = repositoryNamed(world, name)
      const pull = pullOf(repository, number)
      demandWrite(world, identity, repository, 'pull_requests', roleToPatch(identity, pull, edits))
      return work(repository, pull)
    })
  return {
    openPull: (name, { title, body = '', head, base, draft = false }) =>
      act(async () => {
        const repository = repositoryNamed(world, name)
        demandWrite(world, identity, repository, 'pull_requests', 'read')
        const wanted = { title, body, head, base: base ?? repository.defaultBranch, draft }
        return (await openPull(world, identity, repository, wanted)).number
      }),
    editPull: (name, number, { title, body }) =>
      on(name, number, true, async (_, pull) => {
        if (title !== undefined) editTitle(world, identity, pull, title)
        if (body !== undefined) editBody(world, identity, pull, body)
      }),
    setDraft: (name, number, draft) =>
      on(name, number, true, async (_, { pull }) => {
        pull.draft = draft
      }),
    closePull: (name, number) =>
      on(name, number, false, async (_, pull) => setState(world, identity, pull, 'closed', null)),
    reopenPull: (name, number) => on(name, number, false, (_, pull) => reopenPull(world, identity, pull)),
    approvePull: (name, number) =>
      act(async () => {
        const repository = repositoryNamed(world, name)
        demandWrite(world, identity, repository, 'pull_requests', 'read')
        approvePull(world, identity, repository, pullOf(repository, number))
      }),
    enableAutoMerge: (name, number) =>
      on(name, number, false, (repository, pull) =>
        enableAutoMerge(world, identity, repository, pull, {
          head: null,
          method: 'squash',
          title: null,
          message: null,
        }),
      ),
    advanceQueue: (name) => act(() => advanceQueue(world, repositoryNamed(world, name))),
    mergePull: (name, number, method = 'merge') =>
      on(name, number, false, async (repository, pull) => {
        demandWrite(world, identity, repository, 'contents', 'write')
        return mergePull(world, identity, repository, pull, { sha: null, method, title: null, message: null })
      }),
  }
}
