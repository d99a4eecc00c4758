import {
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'

/** Arguments as a document writes them: name → value. */
export type Written = Readonly<Record<string, string>>

export function written(given: Written): string {
  const text = Object.entries(given).map(([name, value]) => `${name}: ${value}`)
  return text.length === 0 ? '' : `(${text.join(', ')})`
}

/** The arguments without which a field is not answered, with values that say something of the sandbox at hand. */
export function neededBy(field: GraphQLField<unknown, unknown>): Written {
  const needs: Record<string, string> = {}
  for (const argument of field.args) {
    const value =
      telling(field.name, argument.name) ?? (isRequiredArgument(argument) ? leastOf(argument.type) : null)
    if (value !== null) needs[argument.name] = value
  }
  return needs
}

const known: Written = {
  first: '50',
  owner: '"acme"',
  name: '"gitops"',
  qualifiedName: '"main"',
  refPrefix: '"refs/heads/"',
  slug: '"platform"',
  expression: '"main:README.md"',
  itemTypes:
    '[CLOSED_EVENT, REOPENED_EVENT, RENAMED_TITLE_EVENT, COMMENT_DELETED_EVENT, LABELED_EVENT, UNLABELED_EVENT]',
}

function telling(field: string, argument: string): string | null {
  if (argument === 'login') return field === 'organization' ? '"acme"' : '"bob"'
  if (argument === 'number') return field === 'pullRequest' ? '2' : '1'
  return known[argument] ?? null
}

/** A value that says as little as its type allows. */
function leastOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return leastOf(type.ofType)
  if (isListType(type)) return '[]'
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null'
  if (!isInputObjectType(type)) return sampleOf(type)
  const needed = Object.values(type.getFields()).filter(isRequiredInputField)
  return `{ ${needed.map((one) => `${one.name}: ${leastOf(one.type)}`).join(', ')} }`
}

/** Values that between them say everything an argument can say, as GraphQL writes them. */
export function valuesOf(type: GraphQLInputType): readonly string[] {
  if (isNonNullType(type)) return valuesOf(type.ofType)
  if (isListType(type)) return valuesOf(type.ofType).map((value) => `[${value}]`)
  if (isEnumType(type)) return type.getValues().map(({ name }) => name)
  if (!isInputObjectType(type)) return [sampleOf(type)]
  const fields = Object.values(type.getFields())
  const needed = fields.filter(isRequiredInputField)
  return fields.flatMap((one) =>
    valuesOf(one.type).map((value) => {
      const others = needed.filter(({ name }) => name !== one.name)
      const parts = [
        ...others.map((other) => `${other.name}: ${leastOf(other.type)}`),
        `${one.name}: ${value}`,
      ]
      return `{ ${parts.join(', ')} }`
    }),
  )
}

const samples: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1',
  Boolean: 'true',
  DateTime: '"2026-11-02T09:00:00Z"',
  GitTimestamp: '"2026-11-02T09:00:00Z"',
  Date: '"2026-11-02"',
  GitObjectID: `"${'0'.repeat(40)}"`,
  URI: '"https://example.com"',
  Base64String: '"eA=="',
}

function sampleOf(type: GraphQLInputType): string {
  return samples[String(type)] ?? '"x"'
}
