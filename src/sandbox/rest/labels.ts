import { demandWrite } from '../world/identity.js'
import { addLabels, ensureLabel, removeLabel } from '../world/labels.js'
import { notFound, Refusal } from '../world/refusal.js'
import {
  created,
  ok,
  optionalLabels,
  optionalText,
  param,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredText,
} from './call.js'
import { demandIssueWrite, issueIn, readable } from './issues.js'
import { pagedList } from './paging.js'
import { shapeLabel } from './shape-issue.js'

const base = '/repos/{owner}/{repo}'

export const labelRoutes: readonly Route[] = [
  { method: 'GET', path: `${base}/issues/{issue_number}/labels`, handle: listLabels },
  { method: 'POST', path: `${base}/issues/{issue_number}/labels`, handle: postLabels },
  { method: 'DELETE', path: `${base}/issues/{issue_number}/labels/{name}`, handle: deleteLabel },
  { method: 'GET', path: `${base}/labels`, handle: listRepositoryLabels },
  { method: 'POST', path: `${base}/labels`, handle: postLabel },
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
  addLabels(call.world, call.identity, repository, issue, optionalLabels(call.body) ?? [])
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
  ensureLabel(call.world, repository, name, optionalText(call.body, 'color') ?? 'ededed')
  return created(shapeLabel(repository, name))
}

function getLabel(call: RestCall): RestAnswer {
  const repository = readable(call)
  const label = repository.data.labels.get(param(call, 'name').toLowerCase())
  if (label === undefined) throw notFound()
  return ok(shapeLabel(repository, label.name))
}
