import { demandWrite } from '../world/identity.js'
import { addLabels, ensureLabel, removeLabel } from '../world/labels.js'
import { invalid, notFound, Refusal } from '../world/refusal.js'
import {
  created,
  givenLabels,
  ok,
  optionalText,
  param,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredText,
} from './call.js'
import { demandIssueWrite, issueIn, readable, replaceLabels } from './issues.js'
import { pagedList, paging } from './paging.js'
import { shapeLabel } from './shape-issue.js'

/** Longest description of a label, in characters. Source: REST docs, “Create a label”. */
const descriptionLengthMax = 100

const base = '/repos/{owner}/{repo}'

/** Labels come as a list in an object, each as its name or as an object with a name, or as a list of names alone. */
const labelLists = ['labels[]', 'labels[].name', '[]']

export const labelRoutes: readonly Route[] = [
  { method: 'GET', path: `${base}/issues/{issue_number}/labels`, query: paging, handle: listLabels },
  { method: 'POST', path: `${base}/issues/{issue_number}/labels`, body: labelLists, handle: postLabels },
  { method: 'PUT', path: `${base}/issues/{issue_number}/labels`, body: labelLists, handle: putLabels },
  { method: 'DELETE', path: `${base}/issues/{issue_number}/labels/{name}`, handle: deleteLabel },
  { method: 'GET', path: `${base}/labels`, query: paging, handle: listRepositoryLabels },
  { method: 'POST', path: `${base}/labels`, body: ['name', 'color', 'description'], handle: postLabel },
  { method: 'GET', path: `${base}/labels/{name}`, handle: getLabel },
]

function listLabels(call: RestCall): RestAnswer {
  const repository = readable(call)
  return pagedList(call, issueIn(call, repository).labels, (name) => shapeLabel(repository, name))
}

function postLabels(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const issue = issueIn(call, repository)
  demandIssueWrite(call, repository, issue, 'triage')
  addLabels(call.world, call.identity, repository, issue, givenLabels(call.body))
  return ok(issue.labels.map((name) => shapeLabel(repository, name)))
}

function putLabels(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const issue = issueIn(call, repository)
  demandIssueWrite(call, repository, issue, 'triage')
  replaceLabels(call, repository, issue, givenLabels(call.body))
  return ok(issue.labels.map((name) => shapeLabel(repository, name)))
}

function deleteLabel(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  const issue = issueIn(call, repository)
  demandIssueWrite(call, repository, issue, 'triage')
  removeLabel(call.world, call.identity, issue, param(call, 'name'))
  return ok(issue.labels.map((name) => shapeLabel(repository, name)))
}

function listRepositoryLabels(call: RestCall): RestAnswer {
  const repository = readable(call)
  return pagedList(call, [...repository.data.labels.values()], ({ name }) => shapeLabel(repository, name))
}

function postLabel(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandWrite(call.world, call.identity, repository, 'issues', 'write')
  const name = requiredText(call.body, 'name')
  if (repository.data.labels.has(name.toLowerCase())) {
    throw new Refusal(422, 'Validation Failed', [
      { resource: 'Label', code: 'already_exists', field: 'name' },
    ])
  }
  const color = optionalText(call.body, 'color') ?? 'ededed'
  const description = optionalText(call.body, 'description')
  if (!/^[0-9a-f]{6}$/i.test(color)) throw invalid('Label', 'color', 'invalid')
  if (description !== null && [...description].length > descriptionLengthMax) {
    throw invalid(
      'Label',
      'description',
      'custom',
      `description is too long (maximum is ${descriptionLengthMax} characters)`,
    )
  }
  ensureLabel(call.world, repository, name, color, description)
  return created(shapeLabel(repository, name))
}

function getLabel(call: RestCall): RestAnswer {
  const repository = readable(call)
  const label = repository.data.labels.get(param(call, 'name').toLowerCase())
  if (label === undefined) throw notFound()
  return ok(shapeLabel(repository, label.name))
}
