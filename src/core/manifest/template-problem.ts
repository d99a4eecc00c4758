import type { Json } from '../../model/json.js'
import type { Problem } from '../../model/problem.js'
import { isMap, ownValue } from './json-shapes.js'
import { lineOf } from './line-finder.js'

/** In characters of an expression that is compared and quoted; one without an end is cut there too. */
const expressionLengthMax = 80

/** Endings of files that nothing but a template engine reads. */
const templateEndings = /\.(?:tpl|tmpl|gotmpl|gohtml|j2|jinja2?|erb|ejs|hbs|mustache|liquid|njk|tftpl)$/i
/** helmfile renders its own files before it reads them. */
const helmfile = /(?:^|\/)(?:helmfile(?:\.[\w-]+)?\.ya?ml|helmfile\.d\/.+)$/
/** Of workflows, actions and pipelines (GitHub, Gitea, Forgejo, Azure), in which `${{ }}` is evaluated. */
const pipelineKeys = ['jobs', 'steps', 'stages', 'runs'] as const

/** The line of the first piece of Go's template syntax in a text, as Helm's templates have it, or null; `${{ }}` and CloudFormation's `{{resolve:…}}` are other languages'. */
export function goTemplateLine(text: string): number | null {
  const at = text.search(/(?<!\$)\{\{(?!resolve:)/)
  return at < 0 ? null : lineOf(text, at)
}

/** Where a file in a chart's folder for templates is one, or null. */
export function chartTemplateLine(file: string, text: string): number | null {
  return inTemplatesFolder(file) ? goTemplateLine(text) : null
}

/**
 * Why a new text may not be written, or null: whoever reads this file evaluates it as a template, and the text has an expression that was not
 * there before. Which files are templates is told by their place, their data, and whether they have expressions already; the result is
 * asked, not what went into it, because parts that are harmless alone can meet in it.
 * @param documents the data of the new text, where it has a format.
 */
export function templateProblem(
  file: string,
  texts: { readonly before: string | null; readonly after: string },
  documents: readonly Json[],
): Problem | null {
  if (!/\{[{%]|<%/.test(texts.after)) return null
  const old = expressionsOf(texts.before ?? '')
  const [first] = grown(old, expressionsOf(texts.after)).filter((expression) =>
    isEvaluated(expression, { file, old, documents }),
  )
  return first === undefined ? null : injection(file, first)
}

interface Place {
  readonly file: string
  readonly old: readonly string[]
  readonly documents: readonly Json[]
}

function isEvaluated(expression: string, { file, old, documents }: Place): boolean {
  if (inTemplatesFolder(file) || templateEndings.test(file) || helmfile.test(file)) return true
  if (expression.startsWith('${{')) return old.some(isDollar) || documents.some(isPipeline)
  if (expression.startsWith('{{resolve:')) return old.some(isResolve) || documents.some(isStack)
  if (documents.some(isAlertRules)) return false
  return old.some((known) => !isDollar(known) && !isResolve(known))
}

/** Expressions there are more of than before, so that also a copied one is found. */
function grown(old: readonly string[], fresh: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const expression of old) left.set(expression, (left.get(expression) ?? 0) + 1)
  return fresh.filter((expression) => {
    const count = left.get(expression) ?? 0
    left.set(expression, count - 1)
    return count < 1
  })
}

/** Every piece that begins like an expression of GitHub, Go, Jinja, CloudFormation or ERB, up to where it ends. */
function expressionsOf(text: string): readonly string[] {
  return [...text.matchAll(/\$?\{\{|\{%|<%/g)].map(({ index, 0: open }) => {
    const rest = text.slice(index, index + expressionLengthMax)
    const close = open === '{%' ? '%}' : open === '<%' ? '%>' : '}}'
    const end = rest.indexOf(close)
    return end < 0 ? rest : rest.slice(0, end + close.length)
  })
}

function inTemplatesFolder(file: string): boolean {
  return file.split('/').slice(0, -1).includes('templates')
}

function isDollar(expression: string): boolean {
  return expression.startsWith('${{')
}

function isResolve(expression: string): boolean {
  return expression.startsWith('{{resolve:')
}

/** A pipeline, or a template of Backstage's. */
function isPipeline(document: Json): boolean {
  if (!isMap(document)) return false
  const version = ownValue(document, 'apiVersion')
  if (typeof version === 'string' && version.startsWith('scaffolder.backstage.io/')) return true
  return pipelineKeys.some((key) => Object.hasOwn(document, key))
}

function isStack(document: Json): boolean {
  return (
    isMap(document) &&
    (Object.hasOwn(document, 'AWSTemplateFormatVersion') || Object.hasOwn(document, 'Resources'))
  )
}

/** Prometheus' rules, whose texts are filled in for whoever reads the alert. */
function isAlertRules(document: Json): boolean {
  return (
    isMap(document) && (ownValue(document, 'kind') === 'PrometheusRule' || Object.hasOwn(document, 'groups'))
  )
}

function injection(file: string, expression: string): Problem {
  return {
    code: 'change/template-file',
    file,
    what: `${file} is a template, and “${expression}” would be evaluated in it instead of standing there.`,
    fix: 'Write the value without {{ }}, {% %} or <% %>; if the request type itself writes it, its maintainers have to take it out.',
  }
}
