import { demandWrite } from '../world/identity.js'
import { Refusal } from '../world/refusal.js'
import {
  noContent,
  optionalObject,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredText,
} from './call.js'

/** Source: GitHub's REST API, “Create a repository dispatch event”. */
const eventTypeMax = 100
const payloadKeysMax = 10
/** In bytes of its JSON. */
const payloadSizeMax = 65_535

export const dispatchRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/dispatches',
    body: ['event_type', 'client_payload.*'],
    handle: postDispatch,
  },
]

/** No workflow runs here; what was sent is kept for whoever looks. */
function postDispatch(call: RestCall): RestAnswer {
  const { world, identity, body } = call
  const repository = repositoryOf(call)
  demandWrite(world, identity, repository, 'contents', 'write')
  const event = requiredText(body, 'event_type')
  if ([...event].length > eventTypeMax)
    throw new Refusal(422, `event_type is too long (maximum is ${eventTypeMax} characters)`)
  const payload: unknown = JSON.parse(JSON.stringify(optionalObject(body, 'client_payload') ?? {}))
  if (Object.keys(Object(payload)).length > payloadKeysMax)
    throw new Refusal(422, `No more than ${payloadKeysMax} properties are allowed; client_payload has more.`)
  if (Buffer.byteLength(JSON.stringify(payload)) > payloadSizeMax)
    throw new Refusal(422, 'client_payload is too large.')
  repository.data.dispatches.push({ event, payload })
  return noContent
}
