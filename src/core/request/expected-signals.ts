import { allProblems } from '../../model/all-problems.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { RequestType } from '../../model/request-type.js'
import type { ExpectedSignal, Reached } from '../../model/signal.js'
import type { ExpressionContext } from '../expression/context.js'
import { expressionText } from '../expression/evaluate-text.js'
import { soleField } from '../expression/field-of.js'
import { splitTemplate } from '../expression/split-template.js'

/** What an answer cannot have in the name of a signal: it would act as a pattern, or could not stand in a name at all. */
const noPartOfName = /[*\p{Cc}\u2028\u2029]/u

/**
 * What a request waits for after a merge; null where its type waits for nothing. Patterns are written by the request type alone: an answer that would
 * act as one is a problem, so that nobody chooses what counts as success.
 */
export function expectedSignals(
  { reached }: RequestType,
  context: ExpressionContext,
): Result<Reached | null> {
  if (reached === undefined) return ok(null)
  const inReached = { ...context, within: 'reached' }
  const signals = reached.by.map((signal) => evaluated(signal, inReached))
  const by = signals.flatMap((signal) => (signal.ok ? [signal.value] : []))
  return by.length === signals.length ? ok({ by, within: reached.within }) : allProblems(signals)
}

function evaluated(signal: ExpectedSignal, context: ExpressionContext): Result<ExpectedSignal> {
  const parts = splitTemplate(signal.name)
  if (!parts.ok) return parts
  const texts = parts.value.map((part) =>
    part.kind === 'text' ? ok(part.text) : namePart(part.source, signal, context),
  )
  const name = texts.flatMap((text) => (text.ok ? [text.value] : []))
  return name.length === texts.length ? ok({ ...signal, name: name.join('') }) : allProblems(texts)
}

/** The text of one expression, which is a part of the name as it stands. */
function namePart(source: string, { kind }: ExpectedSignal, context: ExpressionContext): Result<string> {
  const text = expressionText(source, context, { code: 'expression/empty', key: kind })
  if (!text.ok) return text
  if (text.value === text.value.trim() && text.value !== '' && !noPartOfName.test(text.value)) return text
  const field = soleField(source, context)
  const label = field === null ? undefined : context.labels?.get(field)
  const subject = field === null ? `The expression “${source}”` : `“${label ?? field}”`
  return fail({
    code: 'request/signal-name',
    ...(field === null ? {} : { field }),
    ...(label === undefined ? {} : { label }),
    what: `${subject} is “${text.value}”, and it is part of the name of ${nouns[kind]} that is waited for after the merge, which cannot have that in it.`,
    fix:
      field === null
        ? 'A maintainer has to correct the name under reached in the request type; only what stands outside of expressions may be a pattern.'
        : 'Edit the issue and write it without *, line breaks and blanks at its ends.',
  })
}

const nouns = { status: 'a commit status', check: 'a check run', deployment: 'an environment' } as const
