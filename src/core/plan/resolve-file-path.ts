import { foldPath } from '../../model/fold-path.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ExpressionContext } from '../expression/context.js'
import { expressionText } from '../expression/evaluate-text.js'
import { soleField } from '../expression/field-of.js'
import { splitTemplate, type TemplatePart } from '../expression/split-template.js'
import { quoteText } from '../form/show-text.js'

/**
 * The path a request type's `file` stands for. Each interpolated part must be a piece of one segment, so that a submitted
 * value can neither leave its folder nor vanish; then the whole path is checked.
 */
export function resolveFilePath(template: string, context: ExpressionContext): Result<string> {
  const parts = splitTemplate(template)
  if (!parts.ok) return parts
  const problems: Problem[] = []
  const segments: PathSegment[] = [{ text: '', literal: true }]
  for (const part of parts.value) {
    const texts = part.kind === 'text' ? ok(part.text) : interpolated(part, context)
    if (texts.ok) appendTo(segments, texts.value, part.kind === 'text')
    else problems.push(...texts.problems)
  }
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  const problem = filePathProblem(segments)
  return problem === null ? ok(segments.map((segment) => segment.text).join('/')) : fail(problem)
}

function appendTo(segments: PathSegment[], text: string, literal: boolean): void {
  const [head = '', ...tail] = literal ? text.split('/') : [text]
  const last = segments.pop() ?? { text: '', literal: true }
  segments.push({ text: last.text + head, literal: last.literal && literal })
  for (const segment of tail) segments.push({ text: segment, literal })
}

function interpolated(
  part: TemplatePart & { kind: 'expression' },
  context: ExpressionContext,
): Result<string> {
  const text = expressionText(part.source, context, { code: 'change/path-part', key: 'file' })
  if (!text.ok) return text
  const fault = partFault(text.value)
  if (fault === null) return text
  const field = soleField(part.source, context)
  return fail({
    code: 'change/path-part',
    ...(field === null ? {} : { field }),
    what: `${quoteText(text.value)} cannot be part of a file path, because it ${fault}.`,
    fix: 'Use a name of letters, digits and hyphens.',
  })
}

function partFault(text: string): string | null {
  if (text === '') return 'is empty'
  if (/[/\\]/.test(text.normalize('NFKC'))) return 'has a slash'
  if (looksLikeSlash(text)) return 'has what looks like a slash'
  if (/^\.+$/.test(text.normalize('NFKC'))) return 'is made of dots'
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/u.test(text))
    return 'has an invisible character or a line break'
  return text.trim() === text ? null : 'begins or ends with a space'
}

/** In UTF-16 units; the shortest limit of common file systems for one name. */
const segmentLengthMax = 255
/** In UTF-16 units; longer paths cannot be checked out everywhere. */
const pathLengthMax = 1_000

/** Device names that Windows reserves with any extension. Source: Microsoft's documentation, “Naming Files, Paths, and Namespaces”. */
const windowsDevice = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i
/** The short names NTFS makes, as in `git~1` and `gitmod~1`; git refuses them too (its `core.protectNTFS`). */
const shortName = /^g[a-z0-9]{0,7}~[0-9]/i
/** Files that tell git or GitHub what to do, in every folder. */
const controlFiles: ReadonlySet<string> = new Set(['codeowners', 'action.yml', 'action.yaml'])

/** A segment of a path after evaluation, and whether the request type's author wrote all of it. */
interface PathSegment {
  readonly text: string
  readonly literal: boolean
}

/**
 * Why a plan may not write this path, or null when it may. Nothing outside the repository, nothing git or GitHub obeys, and
 * no name that another file system reads as a different one. `.github/`, `CODEOWNERS` and `action.yml` only where the
 * request type names them literally; workflows and git's own files never.
 */
export function filePathProblem(segments: readonly PathSegment[]): Problem | null {
  const path = segments.map((segment) => segment.text).join('/')
  if (path.length > pathLengthMax) return refused(path, `is longer than ${pathLengthMax} characters`)
  for (const [index, segment] of segments.entries()) {
    const why = segmentFault(segment.text) ?? controlFault(segment, index)
    if (why !== null) return refused(path, why)
  }
  const [first, second] = segments
  if (first?.text === '.github' && second !== undefined && foldPath(second.text) === 'workflows') {
    return refused(path, 'is a workflow, which no request may change')
  }
  return null
}

function segmentFault(text: string): string | null {
  if (text === '') return 'has an empty part, or begins or ends with a slash'
  if (text.length > segmentLengthMax) return `has a part longer than ${segmentLengthMax} characters`
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/u.test(text)) return 'has an invisible character'
  if (/[\\<>:"|?*]/.test(text))
    return 'has one of the characters \\ < > : " | ? *, which not every machine can store'
  if (/^\s|[\s.]$/u.test(text)) return 'has a part that begins with a space or ends with a space or a dot'
  if (windowsDevice.test(text)) return `has the part “${text}”, which is a device on Windows`
  if (text.normalize('NFC') !== text) return 'has letters in a form that not every machine keeps'
  return /^[.]*$/.test(text.normalize('NFKC')) || looksLikeSlash(text)
    ? 'has characters that look like dots or slashes'
    : null
}

function controlFault(segment: PathSegment, index: number): string | null {
  const name = foldPath(segment.text)
  if (name === '.github') {
    const allowed = segment.literal && index === 0 && segment.text === '.github'
    return allowed ? null : 'is in .github, which the request type does not name'
  }
  if (name.startsWith('.git') || shortName.test(name))
    return `has the part “${segment.text}”, which belongs to git`
  if (!controlFiles.has(name)) return null
  // GitHub reads CODEOWNERS in capitals only; written otherwise it could only mislead.
  if (segment.literal && (name !== 'codeowners' || segment.text === 'CODEOWNERS')) return null
  return `has the part “${segment.text}”, which GitHub obeys`
}

function refused(path: string, why: string): Problem {
  return {
    code: 'change/path-refused',
    what: `The file path ${quoteText(path)} ${why}.`,
    fix: 'Correct the value the path is made of, or the path in the request type.',
  }
}

/**
 * Signs that are taken for a slash or a backslash at reading size, those laid over a letter included; compatibility forms are taken apart first.
 * Source: Unicode Technical Standard #39, `confusables.txt`. Letters of living scripts that look like one are not among them.
 */
const slashes =
  /[\u0337\u0338\u20E5]|[/\\\u1735\u2044\u2215\u2216\u2571\u2572\u27CB\u27CD\u29F5\u29F8\u29F9\u2CC6\u2CF9\u2F02\u2F03\u3033]/u

/** Whether a text has a slash, a backslash, or what looks like one. */
function looksLikeSlash(text: string): boolean {
  return slashes.test(text.normalize('NFKC')) || slashes.test(text)
}
