import { type RepositoryRef, repositoryRef } from '../../model/ids.js'
import type { Approver, PathStepTemplate, Principal, Template } from '../../model/request-type.js'
import {
  type Decoding,
  jsonOf,
  type Piece,
  report,
  type Wrong,
  wrong,
  wrongKind,
} from '../decode/decoding.js'
import { map, optional } from '../decode/keys.js'
import {
  either,
  leaf,
  list,
  named,
  objectOf,
  type Shape,
  scalar,
  scalarOf,
  text,
  textLike,
  textThat,
  to,
  whole,
} from '../decode/shape.js'
import { splitTemplate, templateExpressions } from '../expression/split-template.js'
import { didYouMean } from '../text/closest-name.js'
import { meantPrincipal, principalSchema, readPrincipal } from './read-principal.js'

/** An expression, bare or as the only thing in `${{ }}`, without the braces. */
export const expression: Shape<string> = named(
  'expression',
  () =>
    to(text("${{ request.environment == 'prod' }}"), bareExpression, {
      pattern: `^\\s*(\\$\\{\\{${unopened}\\}\\}|${unopened}(?!\\$\\{\\{)\\S${unopened})\\s*$`,
      examples: ["${{ request.environment == 'prod' }}"],
    }),
  'A GitHub expression, alone in ${{ }} or without it.',
)

/** What may have expressions in the leaves of its data. */
export function template<T>(shape: Shape<T>): Shape<T> {
  return {
    ...shape,
    decode: (decoding, piece) => {
      const sources = templateExpressions(jsonOf(piece.tree))
      decoding.expressions.push(...sources.map((source) => ({ source, at: piece.place })))
      return asItStands(shape).decode(decoding, piece)
    },
  }
}

/** What means `${{ }}` as it stands. */
export function asItStands<T>(shape: Shape<T>): Shape<T> {
  return {
    ...shape,
    decode: (decoding, piece) => {
      decoding.evaluated.add(piece.tree)
      return shape.decode(decoding, piece)
    },
  }
}

/** Anything in which no expression begins. */
const unopened = '((?!\\$\\{\\{)[\\s\\S])*'

function bareExpression(source: string, decoding: Decoding, piece: Piece): string | Wrong {
  decoding.evaluated.add(piece.tree)
  const parts = splitTemplate(source.trim())
  if (!parts.ok) {
    for (const problem of parts.problems) report(decoding, piece.tree.line, problem)
    return wrong
  }
  const [first, ...more] = parts.value
  if (first !== undefined && more.length === 0) {
    const bare = first.kind === 'expression' ? first.source : first.text
    decoding.expressions.push({ source: bare, at: piece.place })
    return bare
  }
  return report(decoding, piece.tree.line, {
    code: 'type/expression',
    what: `“${piece.place}” has to be one expression, and there is more than that in “${source.trim()}”.`,
    fix: "Put everything between one ${{ and }}, as in ${{ request.cpu > 4 && request.environment == 'prod' }}.",
  })
}

/** A text in which no expression would be evaluated. */
export function plainText(example: string, fix: string): Shape<string> {
  const plain = textLike(/^(?![\s\S]*\$\{\{)[\s\S]*\S/, example, (_, __, { place }) => ({
    code: 'type/value',
    what: `“${place}” has an expression in it.`,
    fix,
  }))
  return asItStands(plain)
}

const ensureExample = "${{ request.action == 'Remove' && 'absent' || 'present' }}"

/** `present`, `absent` or a text with an expression. */
export const ensure: Shape<Template> = named('ensure', () =>
  to(
    template(
      textLike(/^(?:present|absent|[\s\S]*\$\{\{[\s\S]*)$/, ensureExample, (value, _, { place }) => ({
        code: 'type/value',
        what: `“${place}” is “${value}”.`,
        fix: `${didYouMean(value, ['present', 'absent'])}Write present, absent or ${ensureExample}.`,
      })),
    ),
    (value) => value,
    { examples: [ensureExample] },
  ),
)

const stepWanted = 'a key, an index from 0 or a matcher, as in { name: app }'

const matcher = to(
  objectOf(scalar, stepWanted),
  (found, decoding, piece) =>
    Object.keys(found).length === 0 ? wrongKind(decoding, piece, stepWanted) : found,
  { minProperties: 1 },
)

const step: Shape<PathStepTemplate> = named('step', () =>
  either<PathStepTemplate>(
    { where: (tree) => tree.kind === 'map', is: matcher },
    { where: (tree) => typeof scalarOf(tree) === 'number', is: whole(0, stepWanted) },
    {
      where: () => true,
      is: textThat((key) => key !== '', stepWanted, { minLength: 1 }),
    },
  ),
)

const placeExample = '[spec, containers, { name: app }, image]'

/** The way to a place; an empty way is the file itself, which may be a list. */
export const wayOrFile: Shape<readonly PathStepTemplate[]> = named('wayOrFile', () =>
  template(list(step, placeExample, { least: 0 })),
)

/** The way to a place below the file itself. */
export const way: Shape<readonly PathStepTemplate[]> = named('way', () => template(list(step, placeExample)))

/** Which document of a file with several: an index from 0, or `kind` and `name` of a Kubernetes resource. */
export const documentChoice: Shape<Template> = named('document', () =>
  template(
    either<Template>(
      {
        where: (tree) => tree.kind === 'map' && tree.entries.length > 0,
        is: to(
          map(
            {
              kind: optional(text('Deployment'), null, { says: 'Its kind.' }),
              name: optional(text('Deployment'), null, { says: 'Its metadata.name.' }),
            },
            { minProperties: 1 },
          ),
          (_, __, { tree }) => jsonOf(tree),
        ),
      },
      {
        where: () => true,
        is: whole(
          0,
          'the number of the document from 0, or its kind and name, as in { kind: Deployment, name: web }',
        ),
      },
    ),
  ),
)

/** A list of globs of paths that a request may touch. */
export const globs: Shape<readonly string[]> = asItStands(
  list(
    textLike(
      /^(?=.*\S)(?!\/)(?!.*\/$)(?!.*\/\/)(?!(?:.*\/)?\.\.?(?:\/|$))(?!.*(?:[^/]\*\*|\*\*[^/]))[^?[\]{}!\\]+$/,
      'apps/*/values.yaml',
      (glob, _, { place }) => ({
        code: 'type/value',
        what: `“${place}” is “${glob}”, which ${globFault(glob)}.`,
        fix: 'Write a path from the root of the repository, in which * stands for a part of one name and ** for whole folders, as in apps/*/values.yaml.',
      }),
    ),
    '[apps/*/values.yaml, clusters/**]',
  ),
)

/** Other tools give more characters a meaning; here a glob that has one would silently mean something else. */
function globFault(glob: string): string {
  if (glob.includes('${{')) return 'has an expression in it'
  if (/[?[\]{}!\\]/.test(glob)) return 'has a character that is no part of a pattern here'
  return glob.split('/').some((part) => part !== '**' && part.includes('**'))
    ? 'has ** beside other characters'
    : 'begins or ends with a slash, or has an empty part or one of dots'
}

/** Owner and name of a repository. */
export const repository = to(
  textLike(
    /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/,
    'acme/gitops',
    'owner and name of a repository',
  ),
  (found): RepositoryRef => repositoryRef(found),
)

const principalWords = 'team:platform, role:maintain or octocat'
const peopleExample = '[team:platform, role:maintain, octocat]'
const written = 'team:<slug>, role:<role> (that role or a stronger one)'
const login = 'a login with or without the id of its account (octocat#583231)'

const principalWord = to(text(principalWords), (word, decoding, { tree }) => {
  const reading = readPrincipal(word)
  return reading.ok ? reading.principal : report(decoding, tree.line, reading)
})

/** Somebody, a team, or everybody with a role. */
export const principal: Shape<Principal> = named('principal', () => ({
  decode: (decoding, piece) =>
    piece.tree.kind === 'map' ? blankBehindColon(decoding, piece) : principalWord.decode(decoding, piece),
  schema: () => ({ type: 'string', ...principalSchema }),
}))

/** Who may ask. */
export const principals: Shape<readonly Principal[]> = named(
  'principals',
  () => list(principal, peopleExample),
  `A list of ${written} or ${login}.`,
)

/** Who approves: `codeowners` stands for the code owners of the touched files. Nobody can have that word for a login. */
export const approvers: Shape<readonly Approver[]> = named(
  'approvers',
  () =>
    list(
      either<Approver>(
        {
          where: (tree) => scalarOf(tree) === 'codeowners',
          is: leaf({ const: 'codeowners' }, 'codeowners', () => ({ kind: 'codeowners' })),
        },
        { where: () => true, is: principal },
      ),
      peopleExample,
    ),
  `A list of ${written}, ${login}, or codeowners: those CODEOWNERS names for the touched files.`,
)

/** YAML makes a map of `team: platform`. */
function blankBehindColon(decoding: Decoding, piece: Piece): Wrong {
  const { tree } = piece
  const [entry, ...more] = tree.kind === 'map' ? tree.entries : []
  const value = entry === undefined ? null : scalarOf(entry.value)
  if (entry === undefined || more.length > 0 || typeof value !== 'string')
    return wrongKind(decoding, piece, `a text, as in ${principalWords}`)
  const meant = meantPrincipal(`${entry.key}:${value}`) ?? `${entry.key}:${value}`
  return report(decoding, tree.line, {
    code: 'type/principal',
    what: `“${entry.key}: ${value}” names no team, role or user.`,
    fix: `Did you mean ${meant}, without a blank behind the colon?`,
  })
}
