import { afterMerge } from '../../core/advice/lint/after-merge.js'
import { judgeTest, type TestDifference, type TestOutcome } from '../../core/advice/lint/judge-test.js'
import { rehearseTest } from '../../core/advice/lint/rehearse-test.js'
import { planChanges } from '../../core/plan/plan-changes.js'
import { locateRequestType } from '../../core/request-type/parse-request-type.js'
import { type Candidate, readPolicy } from '../../core/request-type/read-policy.js'
import type { Policy } from '../../model/policy.js'
import { ok, type Problem, type Problems } from '../../model/problem.js'
import type { RequestTest } from '../../model/request-test.js'
import { readPolicyFiles } from '../read-policy-files.js'
import { readTestManifests } from './read-test-manifests.js'

/** A request type that can be used, with its tests. */
export interface TestedType extends Candidate {
  readonly tests: readonly RequestTest[]
}

/** One test that was run. */
export interface TestRun {
  readonly type: string
  readonly name: string
  /** Empty when it passed. */
  readonly differences: readonly TestDifference[]
}

/** What became of all tests of a repository. */
export interface TestReport {
  readonly runs: readonly TestRun[]
  /** Names of request types without tests. */
  readonly untested: readonly string[]
  /** Of the request types that cannot be used, and therefore not be tested. */
  readonly problems: readonly Problem[]
}

/** The request types of a local checkout with their tests, and the problems of those that cannot be used. */
export function readTestedTypes(root: string): {
  readonly types: readonly TestedType[]
  readonly problems: readonly Problem[]
  /** The request types that cannot be used, by file. */
  readonly broken: readonly { readonly path: string; readonly problems: Problems }[]
} {
  const policy = readPolicyFiles(root)
  const { candidates, broken } = readPolicy(policy)
  return {
    types: candidates.map((candidate) => ({ ...candidate, tests: testsOf(candidate, policy) })),
    problems: broken.flatMap(({ problems }) => problems),
    broken,
  }
}

/** @throws if a request type that can be used cannot be read again: its tests would be lost without a word. */
function testsOf({ type }: Candidate, { types, policies, templates }: Policy): readonly RequestTest[] {
  const file = types.find(({ path }) => path === type.path)
  const source = { path: type.path, blob: type.blob, text: file?.text ?? '' }
  const located = locateRequestType(source, policies, templates)
  if (!located.ok) throw new Error(`${type.path} was read once and not twice`)
  return located.value.tests
}

/** Runs the tests of every request type of a local checkout. */
export function runTests(root: string): TestReport {
  const { types, problems } = readTestedTypes(root)
  return {
    runs: types.flatMap((each) =>
      each.tests.map((test) => ({
        type: each.type.name,
        name: test.name,
        differences: judgeTest(test, tryTest(root, each, test)),
      })),
    ),
    untested: types.filter(({ tests }) => tests.length === 0).map(({ type }) => type.name),
    problems,
  }
}

/** What comes of a test's answers: its plan, who has to approve it and what is left of it later, or everything that is wrong. */
export function tryTest(root: string, candidate: Candidate, test: RequestTest): TestOutcome {
  const rehearsed = rehearseTest(candidate, test)
  if (!rehearsed.ok) return rehearsed
  const { type, form, request, changes, rules, end, stage, emergency } = rehearsed.value
  const manifests = readTestManifests(root, changes, test.existing)
  const plan = planChanges({
    request,
    type,
    form,
    target: { repository: type.target.repository, branch: type.target.branch ?? 'main' },
    changes,
    end,
    stage,
    emergency,
    chapter: null,
    manifests,
  })
  if (!plan.ok) return plan
  const { later } = test
  const afterwards = later === undefined ? {} : { afterwards: afterMerge(later, plan.value, manifests) }
  return ok({ plan: plan.value, rules, ...afterwards })
}
