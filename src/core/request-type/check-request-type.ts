import type { Form } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import type { RequestType } from '../../model/request-type.js'
import type { PlacedProblem } from '../decode/decoding.js'
import type { Scope } from '../expression/name-problems.js'
import { checkExpression } from '../expression/parse-expression.js'
import { didYouMean } from '../text/closest-name.js'
import { comparedOptionProblems, comparedStageProblems } from './compared-options.js'
import { fieldSchemaProblems } from './field-schema-problems.js'
import { matchesGlob } from './matches-glob.js'
import type { LocatedRequestType } from './parse-request-type.js'
import {
  accountKey,
  fileOf,
  namingFieldProblems,
  peopleNodes,
  teamsNamed,
  teamWordProblems,
} from './people-problems.js'

/**
 * What is wrong between a request type and the form it names: fields that are not there, patterns that cannot be used, demands no
 * value can meet, expressions that cannot be evaluated, options the form does not offer. A type with any of them must not be used.
 * @param teams the teams that this and the other request types name.
 */
export function checkRequestType(
  located: Omit<LocatedRequestType, 'tests'>,
  form: Form,
  teams: ReadonlySet<string> = teamsNamed([located.type]),
): readonly Problem[] {
  const { type, lines } = located
  return [
    ...fieldProblems(type, form, lines),
    ...expressionProblems(located, form),
    ...peopleProblems(type, form, lines, teams),
    ...pathProblems(type, lines),
    ...stageProblems(located),
    ...emergencyProblems(located),
  ]
}

function fieldProblems(
  type: RequestType,
  form: Form,
  lines: ReadonlyMap<string, number>,
): readonly Problem[] {
  const ids = form.fields.map((field) => field.id)
  const problems: Problem[] = []
  for (const [id, schema] of type.fields) {
    const place = `fields/${id}`
    const field = form.fields.find((each) => each.id === id)
    const found =
      field === undefined ? [unknownField(id, form, ids)] : fieldSchemaProblems(field, schema, place)
    for (const { at, ...problem } of found) problems.push({ ...problem, ...position(type, lines, at) })
  }
  return problems
}

function unknownField(id: string, form: Form, ids: readonly string[]): PlacedProblem {
  return {
    at: `fields/${id}`,
    code: 'type/field-unknown',
    what: `The form ${form.file} has no field “${id}”.`,
    fix: `${didYouMean(id, ids)}The fields are: ${ids.join(', ')}.`,
  }
}

function expressionProblems(
  { type, lines, expressions }: Omit<LocatedRequestType, 'tests'>,
  form: Form,
): readonly Problem[] {
  const fields = form.fields.map((field) => field.id)
  return expressions.flatMap(({ source, at, template }) => {
    const problems = checkExpression(source, { fields, item: isForEach(type, at), stage: stageAt(type, at) })
    // A policy file or a template may serve several types, and these have other stages.
    const isOwn = template === undefined && fileOf(type, at) === type.path
    const compared = [
      ...comparedOptionProblems(source, type, form),
      ...(isOwn ? comparedStageProblems(source, type) : []),
    ]
    const found = problems.length > 0 ? problems : compared
    const place = template === undefined ? position(type, lines, at) : inTemplate(type, template, source)
    return found.map((problem) => ({ ...problem, ...place }))
  })
}

/** Whether `item` stands for something in a place. */
function isForEach({ changes }: RequestType, at: string): boolean {
  const [, index, key] = /^changes\/(\d+)\/([^/]+)/.exec(at) ?? []
  return index !== undefined && key !== 'for-each' && changes[Number(index)]?.forEach !== null
}

/** Whether `stage` stands for something in a place: where a request is carried out, and who agrees to that. What is asked holds for all stages. */
function stageAt({ stages }: RequestType, at: string): NonNullable<Scope['stage']> {
  if (stages === undefined) return 'none'
  return /^(?:changes|ensure|approval|stages|reached|rollback|emergency)(?:\/|$)/.test(at)
    ? 'known'
    : 'not-here'
}

/** Stages that would all write the same: the second of them would find everything as requested already. */
function stageProblems({ type, lines, expressions }: Omit<LocatedRequestType, 'tests'>): readonly Problem[] {
  const { stages = [] } = type
  const differ = expressions.some(
    ({ source, at }) => /^(?:changes|ensure)(?:\/|$)/.test(at) && /\bstage\b/i.test(source),
  )
  if (differ) return []
  const targets = stages.map(({ target }) => JSON.stringify(target ?? type.target))
  const index = targets.findIndex((each, at) => targets.indexOf(each) < at)
  const [one, other] = [stages[targets.indexOf(targets[index] ?? '')], stages[index]]
  if (one === undefined || other === undefined) return []
  return [
    {
      code: 'type/stages-alike',
      what: `The stages “${one.name}” and “${other.name}” would change the same: no change uses stage.name, and both go to one target.`,
      fix: `Use it in the changes, as in file: apps/\${{ stage.name }}/values.yaml, or give “${other.name}” a target of its own, as in target: { branch: ${other.name} }.`,
      ...position(type, lines, `stages/${index}`),
    },
  ]
}

/** What is true whatever somebody asks for would make the few who approve emergencies the approvers of everything. */
function emergencyProblems({ type, lines }: Omit<LocatedRequestType, 'tests'>): readonly Problem[] {
  const { emergency } = type
  if (emergency === undefined || dependsOnAnswers(emergency.when)) return []
  return [
    {
      code: 'type/emergency',
      what: `The condition of emergency (${emergency.when}) is the same for every request, whatever it says.`,
      fix: 'Use an answer of the form in it, as in when: ${{ request.urgent }}, or remove emergency.',
      ...position(type, lines, 'emergency/when'),
    },
  ]
}

function dependsOnAnswers(expression: string): boolean {
  return /\brequest(?:er)?\b/i.test(expression.replaceAll(/'(?:[^']|'')*'/g, ''))
}

function peopleProblems(
  type: RequestType,
  form: Form,
  lines: ReadonlyMap<string, number>,
  teams: ReadonlySet<string>,
): readonly Problem[] {
  const found = [
    ...unreachableCounts(type),
    ...namingFieldProblems(type, form),
    ...teamWordProblems(type, teams),
  ]
  return found.map(({ at, ...problem }) => ({ ...problem, ...position(type, lines, at) }))
}

function unreachableCounts(type: RequestType): readonly PlacedProblem[] {
  return peopleNodes(type).flatMap(({ node, at }) => {
    const people = new Set(node.from.map((each) => (each.kind === 'user' ? accountKey(each) : null)))
    if (people.has(null) || people.size >= node.count) return []
    return [
      {
        at,
        code: 'type/approval-unreachable',
        what: `${node.count} people have to approve, and only ${people.size} may.`,
        fix: 'Lower count, or name more people, a team or a role.',
      },
    ]
  })
}

/** Files no request of the type could ever change. A path with a value in it is looked at when there is a request. */
function pathProblems(type: RequestType, lines: ReadonlyMap<string, number>): readonly Problem[] {
  const { paths = null } = type
  if (paths === null) return []
  return type.changes.flatMap(({ file }, index) => {
    if (file.includes('${{') || paths.some((glob) => matchesGlob(glob, file))) return []
    return [
      {
        code: 'type/path-not-listed',
        what: `“${file}” fits none of the paths this request type may touch: ${paths.join(', ')}.`,
        fix: 'Correct file, or add the path to paths.',
        ...position(type, lines, `changes/${index}/file`),
      },
    ]
  })
}

/** The template file and the first of its lines that has the expression. */
function inTemplate(type: RequestType, file: string, source: string): { file: string; line?: number } {
  const text = type.templates?.find(({ path }) => path === file)?.text ?? ''
  const index = text.split('\n').findIndex((line) => line.includes(source.trim()))
  return index < 0 ? { file } : { file, line: index + 1 }
}

/** The line of a place, or of the nearest place around it that has one. */
function position(
  type: RequestType,
  lines: ReadonlyMap<string, number>,
  at: string,
): { readonly file: string; readonly line?: number } {
  const file = fileOf(type, at)
  for (let place = at; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('/')))) {
    const line = lines.get(place)
    if (line !== undefined) return { file, line }
  }
  return { file }
}
