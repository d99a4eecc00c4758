import type { Form } from '../../../model/form.js'
import type { Problem } from '../../../model/problem.js'
import type { RequestType } from '../../../model/request-type.js'
import type { Words } from '../../decode/decoding.js'
import { evaluateExpression } from '../../expression/evaluate-expression.js'
import { templateExpressions } from '../../expression/split-template.js'
import { resolveChanges } from '../../plan/resolve-changes.js'
import { endOf } from '../../request/end-of.js'
import { isTrue } from '../../request/rule-problems.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { ruleLists } from '../../request-type/people-problems.js'
import { stageContexts } from '../../request-type/stages.js'
import { problemAt } from './problem-at.js'
import { namesIn, type SampleAnswers, sampleAnswers } from './sample-answers.js'

/**
 * Fields that may be left empty where a request with nothing in them would be held or refused: the condition of a rule that approves without a person uses
 * them, or a change is made of them. Found by trying, with the evaluation a run uses, so that whatever says what empty means is understood.
 */
export function emptyFields(located: LocatedRequestType, form: Form): readonly Problem[] {
  const { type } = located
  const labels = new Map(form.fields.map(({ id, label }) => [id, label]))
  return [
    ...ruleLists(type).flatMap(({ approval, at }) =>
      approval.flatMap((rule, index) =>
        usedEmpty(type, form, rule.needs.kind === 'automatic' ? rule.when : null).map((id) =>
          problemAt(located, `${at}/${index}`, heldWhenEmpty(index, labels.get(id) ?? id)),
        ),
      ),
    ),
    ...type.changes.flatMap((_, index) =>
      writtenEmpty(located, form, index).map((id) =>
        problemAt(located, `changes/${index}`, refusedWhenEmpty(index, labels.get(id) ?? id)),
      ),
    ),
    ...endsEmpty(type, form).map((id) =>
      problemAt(located, 'expires', endlessWhenEmpty(labels.get(id) ?? id)),
    ),
  ]
}

/** Answers the rules across fields let pass: those may demand what the form does not. */
function accepted(type: RequestType, form: Form, sources: readonly string[]): readonly SampleAnswers[] {
  const asserts = type.rules.map((rule) => rule.assert)
  const requester = { login: 'octocat' }
  return sampleAnswers(type, form, [...sources, ...asserts]).filter((request) =>
    asserts.every((assert) => {
      const result = evaluateExpression(assert, { request, requester })
      return !result.ok || isTrue(result.value)
    }),
  )
}

/** The fields a condition meets empty. */
function usedEmpty(type: RequestType, form: Form, when: string | null): readonly string[] {
  if (when === null) return []
  const found = new Set<string>()
  for (const request of accepted(type, form, [when]))
    for (const stage of stageContexts(type)) {
      const context = { request, requester: { login: 'octocat' }, ...stage }
      const result = evaluateExpression(when, context, 'unwatched')
      if (result.ok || result.unmet?.kind !== 'empty' || result.unmet.field === null) continue
      if (request.get(result.unmet.field) === null) found.add(result.unmet.field)
    }
  return [...found]
}

/** The fields a change is made of although they are empty. */
function writtenEmpty(
  { type, expressions }: LocatedRequestType,
  form: Form,
  index: number,
): readonly string[] {
  const place = `changes/${index}/`
  const sources = expressions
    .filter(({ at }) => at.startsWith(place) || at === 'ensure')
    .map(({ source }) => source)
  // A run refuses what `format` is given as well; but there the request type speaks of a text of its own, and its tests tell.
  const bare = namesIn(sources.map((source) => source.replace(/\bformat\([^()]*\)/gi, '')))
  const found = new Set<string>()
  const only = { ...type, changes: type.changes.slice(index, index + 1) }
  for (const request of accepted(type, form, sources))
    for (const stage of stageContexts(type)) {
      const changes = resolveChanges(only, { request, requester: { login: 'octocat' }, ...stage })
      if (changes.ok) continue
      for (const { field } of changes.problems)
        if (field !== undefined && request.get(field) === null && bare.has(field.toLowerCase()))
          found.add(field)
    }
  return [...found]
}

/** The fields that say when a request ends although they are empty. */
function endsEmpty(type: RequestType, form: Form): readonly string[] {
  const sources = templateExpressions(type.expires?.at ?? '')
  const found = accepted(type, form, sources).flatMap((request) => {
    const end = endOf(type, { request, requester: { login: 'octocat' } })
    return end.ok || end.why !== 'left-empty' || end.field === null ? [] : [end.field]
  })
  return [...new Set(found)]
}

function endlessWhenEmpty(label: string): Words {
  return {
    code: 'type/expires-empty',
    what: `“${label}” may be left empty, and it says when a request ends: such a request is refused.`,
    fix: 'Make the field required in the form, or say that a request without it never ends, as in expires: { at: …, optional: true }.',
  }
}

function heldWhenEmpty(index: number, label: string): Words {
  return {
    code: 'type/empty-automatic',
    what: `“${label}” may be left empty, and approval rule ${index + 1}, which approves without a person, uses it: such a request is put on hold.`,
    fix: "Make the field required in the form, or say in the condition what empty means, as in request.cpu != '' && request.cpu <= 2.",
  }
}

function refusedWhenEmpty(index: number, label: string): Words {
  return {
    code: 'type/empty-value',
    what: `“${label}” may be left empty, and change ${index + 1} is made of it: such a request is refused.`,
    fix: "Make the field required in the form, say what empty means, as in request.cloud || 'none', or leave the change out with when: request.cloud != ''.",
  }
}
