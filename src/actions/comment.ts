import { ensureStatus, unlessGone } from '../act/issue-writes.js'
import { stickyEffects } from '../core/decide/views.js'
import { codeBlock } from '../core/text/markdown.js'
import { isWorthAnotherLook } from '../github/errors.js'
import { createReader, type Reader } from '../github/reader.js'
import { createWriter, type Writer } from '../github/writer.js'
import type { IssueNumber } from '../model/ids.js'
import type { Code } from '../model/problem-codes.js'
import { observeAllComments } from '../observe/observe-comments.js'
import { InputError } from '../runner/inputs.js'
import { issueOf } from './issue-of.js'
import { type Call, defineAction } from './start.js'

/** Longest comment, in characters: GitHub refuses more than 65,536, and some room is left for what it counts differently. */
const commentLengthMax = 60_000
/** Room that is kept for a text, in characters, however long the body is. */
const textLengthMax = 20_000
/** How often a write is tried whose answer did not come; each time the comments are read again first. */
const triesMax = 3

/** The entry of the action: one comment on an issue, edited in place. */
export const action = defineAction({
  inputs: ['token', 'issue', 'marker', 'body', 'text'],
  outputs: ['state', 'reason-code', 'comment'],
  run,
})

async function run({ input, surroundings, octokit }: Call<'issue' | 'marker' | 'body' | 'text'>) {
  const issue = issueOf(input.issue, surroundings.event)
  const marker = readMarker(input.marker)
  const body = `${marker}\n${content(input)}\n`
  const sticky = { issue, marker, body }
  const written = await ensure(
    createReader(octokit, surroundings.repository),
    createWriter(octokit, surroundings.repository),
    sticky,
  )
  const reason: Code = `comment/${written.did}`
  const outputs = { state: written.did, 'reason-code': reason, comment: written.comment }
  return { outputs, summary: null, annotations: [], failure: null }
}

/** Markers of this shape can pose neither as an answer of the toolkit's nor as anything else in HTML. */
function readMarker(input: string): string {
  if (/^[a-z][a-z0-9-]{0,38}$/.test(input)) return `<!-- issueops:${input} -->`
  throw new InputError(
    'The input “marker” has to be a name of small letters, digits and dashes, as in preview; at most 39.',
  )
}

/** The Markdown of the workflow, and below it, in a block in which nothing has a meaning, the text that somebody else wrote. */
function content({ body, text }: Call<'body' | 'text'>['input']): string {
  if (body === '' && text === '')
    throw new InputError('Of the inputs “body” and “text” at least one is needed.')
  const characters = [...text]
  const shown =
    characters.length <= textLengthMax
      ? text
      : `${characters.slice(0, textLengthMax).join('')}\n… (${characters.length - textLengthMax} more characters)`
  const whole = [body, text === '' ? '' : codeBlock(shown).source].filter((part) => part !== '').join('\n\n')
  if (whole.length <= commentLengthMax) return whole
  throw new InputError(
    `The comment would be ${whole.length} characters long; at most ${commentLengthMax} can be written. Put long texts into the summary of the job.`,
  )
}

interface Sticky {
  readonly issue: IssueNumber
  readonly marker: string
  readonly body: string
}

interface Ensured {
  readonly did: 'created' | 'updated' | 'unchanged'
  readonly comment: number
}

async function ensure(reader: Reader, writer: Writer, sticky: Sticky): Promise<Ensured> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(reader, writer, sticky)
    } catch (error) {
      if (attempt === triesMax || !isWorthAnotherLook(error)) throw error
    }
  }
}

async function write(reader: Reader, writer: Writer, { issue, marker, body }: Sticky): Promise<Ensured> {
  const comments = await observeAllComments(reader, issue)
  let ensured: Ensured | null = null
  for (const effect of stickyEffects(comments, marker, body)) {
    if (effect.kind === 'delete-comment') await unlessGone(writer.deleteComment(effect.comment))
    else {
      const { fact } = await ensureStatus(writer, issue, effect)
      if (fact.kind !== 'comment') throw new Error('a comment was written without an answer')
      ensured = { did: effect.comment === null ? 'created' : 'updated', comment: fact.comment.id }
    }
  }
  const first = comments.find((each) => each.own && each.body.startsWith(marker))
  if (ensured !== null) return ensured
  if (first === undefined) throw new Error('a comment is neither there nor written')
  return { did: 'unchanged', comment: first.id }
}
