import { readFileSync } from 'node:fs'
import {
  buildSchema,
  type DocumentNode,
  execute,
  extendSchema,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql'
import { instantAt } from '../clock.js'
import { undeclaredIn, watched } from '../declared.js'
import { Lacking } from '../lacking.js'
import { nodeId } from '../rest/urls.js'
import { canSee, mayReadTeams } from '../world/identity.js'
import { accountOf, findAccount, findRepository } from '../world/world.js'
import { forbidden, type GraphCall, graphError, type Reading, reads } from './call.js'
import { type CommitInput, commitFields, commitOnBranch } from './commit-on-branch.js'
import { bounds, type ConnectionArguments, connection } from './connection.js'
import { mergeLaterMutations } from './merge-later.js'
import { graphActor } from './people.js'
import { graphNodes, graphRepository } from './repository.js'
import { refUpdateFields, type UpdateRefsInput, updateRefs } from './update-refs.js'

export interface GraphRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName: string | null
}

export interface GraphAnswer {
  readonly data?: unknown
  readonly errors?: readonly unknown[]
  /** What the sandbox lacks to answer as GitHub would, or null. */
  readonly lacks: string | null
}

/** What a document asks for, before it runs. */
export interface GraphOperation {
  readonly name: string | null
  readonly kind: 'read' | 'write'
}

/** The name and kind of a document; a document that does not parse is a read without a name. */
export function operationOf({ query, operationName }: GraphRequest): GraphOperation {
  try {
    const document = documentOf(query)
    if (document instanceof GraphQLError) return { name: null, kind: 'read' }
    const operation = getOperationAST(document, operationName)
    const [first] = operation?.selectionSet.selections ?? []
    const field = first?.kind === 'Field' ? first.name.value : null
    return {
      name: operation?.name?.value ?? field,
      kind: operation?.operation === 'mutation' ? 'write' : 'read',
    }
  } catch {
    return { name: null, kind: 'read' }
  }
}

/** Runs a document against GitHub's published schema. Errors stand beside the data, as GitHub answers them. */
export async function executeGraphql(
  asked: Omit<GraphCall, 'nodes'>,
  request: GraphRequest,
): Promise<GraphAnswer> {
  const call: GraphCall = { ...asked, nodes: graphNodes }
  const document = documentOf(request.query)
  if (document instanceof GraphQLError) return { errors: [shapeError(document)], lacks: null }
  const schema = githubSchema()
  const wrong = faultsOf(schema, document)
  // What the published schema does not have, GitHub may have by now.
  if (wrong.length > 0) {
    return {
      errors: wrong.map(shapeError),
      lacks: `sandbox: the published schema says: ${wrong[0]?.message}`,
    }
  }
  const result = await execute({
    schema,
    document,
    rootValue: root(call),
    variableValues: request.variables,
    operationName: request.operationName,
    fieldResolver: strictResolver,
  })
  const own = result.errors?.find(
    ({ originalError }) => originalError !== undefined && !(originalError instanceof GraphQLError),
  )
  const lacks = own?.originalError instanceof Lacking ? own.originalError.message : null
  // A mistake of the sandbox's own is not one of GitHub's either.
  if (own?.originalError !== undefined && lacks === null) throw own.originalError
  const errors = result.errors?.map(shapeError)
  return { data: result.data ?? null, ...(errors === undefined ? {} : { errors }), lacks }
}

let building: GraphQLSchema | null = null

/** What GitHub has, and the package that publishes its schema has not yet: who may file issues, June 2026. */
const newer = `
  enum IssueCreationPolicy { ALL COLLABORATORS_ONLY }
  extend type Repository { issueCreationPolicy: IssueCreationPolicy }`

/** About 0.3 s to build, so only when the first document comes, and once for all sandboxes. */
function githubSchema(): GraphQLSchema {
  // The package's own entry would parse 5 MB of JSON beside the text that is wanted.
  if (building !== null) return building
  const path = new URL('./schema.graphql', import.meta.resolve('@octokit/graphql-schema'))
  const published = buildSchema(readFileSync(path, 'utf8'), { assumeValidSDL: true, noLocation: true })
  building = extendSchema(published, parse(newer), { assumeValidSDL: true })
  return building
}

/** Programs ask the same texts again and again. In texts; then all are forgotten. */
const documentsMax = 500
const documents = new Map<string, DocumentNode | GraphQLError>()
const faults = new WeakMap<DocumentNode, readonly GraphQLError[]>()

function documentOf(query: string): DocumentNode | GraphQLError {
  const known = documents.get(query)
  if (known !== undefined) return known
  if (documents.size === documentsMax) documents.clear()
  const document = parseOrNull(query)
  documents.set(query, document)
  return document
}

function faultsOf(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const known = faults.get(document) ?? validate(schema, document)
  faults.set(document, known)
  return known
}

function parseOrNull(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query)
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}

/** A field that the sandbox does not know must not answer null as if that were the truth, nor one that is asked for in a way it does not read. */
const strictResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
  const name = `${info.parentType.name}.${info.fieldName}`
  if (typeof source !== 'object' || source === null) return undefined
  if (!(info.fieldName in source)) throw new Lacking(`there is no field ${name}`)
  const field: unknown = Reflect.get(source, info.fieldName)
  const reading = typeof field === 'function' ? (field as Reading) : null
  const given = givenOf(args, info)
  const empty = Object.entries(given).find(([, value]) => Array.isArray(value) && value.length === 0)
  if (empty !== undefined) throw new Lacking(`the field ${name} does not read an empty list as ${empty[0]}`)
  const strange = undeclaredIn(given, reading?.reads ?? [])
  if (strange !== null) throw new Lacking(`the field ${name} does not read ${strange}`)
  return reading === null ? field : resolve(name, reading, given)
}

async function resolve(name: string, field: Reading, given: object): Promise<unknown> {
  const { value, unread } = watched(given, field.reads ?? [])
  const answer = await field(value)
  if (unread().length > 0)
    throw new Error(`the field ${name} takes ${unread().join(', ')} and has not read it`)
  return answer
}

/** GraphQL writes null for what is not given; so do arguments that only repeat their default, which is what the sandbox does anyway. */
function givenOf(args: Readonly<Record<string, unknown>>, { parentType, fieldName }: GraphQLResolveInfo) {
  if (Object.keys(args).length === 0) return args
  const known = parentType.getFields()[fieldName]?.args ?? []
  const defaults = new Map(known.map(({ name, defaultValue }) => [name, JSON.stringify(defaultValue)]))
  const given = Object.entries(args).filter(([name, value]) => JSON.stringify(value) !== defaults.get(name))
  return withoutNulls(Object.fromEntries(given))
}

function withoutNulls(value: unknown): object {
  return Object(JSON.parse(JSON.stringify(value, (_, inner: unknown) => inner ?? undefined)))
}

/** GitHub puts the type of an error beside its message. */
function shapeError(error: GraphQLError) {
  const { type, ...extensions } = error.extensions
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    locations: error.locations ?? [],
    message: error.message,
  }
}

function root(call: GraphCall) {
  const { world, rates, identity } = call
  return {
    // A document costs one point here whatever it asks for; GitHub's cost grows with the lists in it.
    rateLimit: () => {
      const { reset, ...rate } = rates.look(identity, 'graphql')
      return { cost: 1, ...rate, resetAt: instantAt(reset) }
    },
    // The viewer keeps the `[bot]` that actors lose.
    viewer: () => ({ ...graphActor(identity.account), __typename: 'User', login: identity.account.login }),
    user: reads(['login'], ({ login }: { readonly login: string }) => {
      const account = findAccount(world, login)
      if (account?.type !== 'User') {
        throw graphError('NOT_FOUND', `Could not resolve to a User with the login of '${login}'.`)
      }
      return graphActor(account)
    }),
    repository: reads(
      ['owner', 'name', 'followRenames'],
      ({ owner, name, followRenames: _ }: RepositoryArguments) => {
        // No repository is ever renamed here: there is nothing to follow.
        const repository = findRepository(world, `${owner}/${name}`)
        if (repository === null || !canSee(world, identity, repository)) {
          throw graphError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
        }
        return graphRepository(call, repository)
      },
    ),
    organization: reads(['login'], ({ login }: { readonly login: string }) => graphOrganization(call, login)),
    createCommitOnBranch: reads(commitFields, ({ input }: { readonly input: CommitInput }) =>
      commitOnBranch(call, input),
    ),
    ...mergeLaterMutations(call),
    updateRefs: reads(refUpdateFields, ({ input }: { readonly input: UpdateRefsInput }) =>
      updateRefs(call, input),
    ),
  }
}

interface RepositoryArguments {
  readonly owner: string
  readonly name: string
  readonly followRenames?: boolean
}

interface MembersArguments extends ConnectionArguments {
  readonly query?: string | null
}

function graphOrganization(call: GraphCall, login: string) {
  const { world, identity } = call
  const { organization } = world
  if (organization === null || organization.login.toLowerCase() !== login.toLowerCase()) {
    throw graphError('NOT_FOUND', `Could not resolve to an Organization with the login of '${login}'.`)
  }
  return {
    ...graphActor(accountOf(world, organization.login)),
    team: reads(['slug'], ({ slug }: { readonly slug: string }) => {
      if (!mayReadTeams(world, identity)) {
        if (identity.kind === 'app') throw forbidden()
        return null
      }
      const team = organization.teams.get(slug.toLowerCase())
      if (team === undefined) return null
      return {
        id: nodeId('Team', team.id),
        databaseId: team.id,
        slug: team.slug,
        name: team.slug,
        combinedSlug: `${organization.login}/${team.slug}`,
        members: reads(['query', ...bounds], (args: MembersArguments) => {
          // The query is a search: it finds parts of logins, so that the caller must compare.
          const wanted = (args.query ?? '').toLowerCase()
          const members = [...team.members].filter((member) => member.includes(wanted))
          return connection('members', members, args, (member) => graphActor(accountOf(world, member)))
        }),
        repositories: reads(['query', ...bounds], (args: MembersArguments) => {
          // Likewise a search for parts of names.
          const wanted = (args.query ?? '').toLowerCase()
          const found = [...team.repositories].flatMap(([name, role]) => {
            const repository = findRepository(world, name)
            return repository?.name.toLowerCase().includes(wanted) === true ? [{ repository, role }] : []
          })
          const page = connection('repositories', found, args, ({ repository }) =>
            graphRepository(call, repository),
          )
          return {
            ...page,
            edges: page.edges.map((edge, index) => ({
              ...edge,
              permission: found[index]?.role.toUpperCase(),
            })),
          }
        }),
      }
    }),
  }
}
