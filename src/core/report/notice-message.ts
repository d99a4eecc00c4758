import type { Message, Notice, NoticeEvent, Receiver } from '../../model/notice.js'
import { unreachable } from '../../model/unreachable.js'

/** A notice as its receiver takes it. */
export function noticeMessage(notice: Notice, receiver: Receiver): Message {
  switch (receiver.kind) {
    case 'slack':
      return {
        by: 'https',
        address: receiver.address,
        headers: receiver.headers,
        contentType: 'application/json',
        body: JSON.stringify({ text: slackText(notice) }),
      }
    case 'cloudevents':
      return {
        by: 'https',
        address: receiver.address,
        headers: receiver.headers,
        contentType: 'application/cloudevents+json; charset=utf-8',
        body: JSON.stringify(cloudEvent(notice)),
      }
    case 'dispatch':
      return { by: 'dispatch', event: `issueops-${notice.event}`, payload: facts(notice) }
    default:
      return unreachable(receiver)
  }
}

/** What happened, as the end of a sentence that begins with the request. */
const words: Readonly<Record<NoticeEvent, string>> = {
  'awaiting-approval': 'waits for approval',
  approved: 'is approved',
  revoked: 'is not approved any more',
  merged: 'is merged',
  unchanged: 'is done: everything was as asked for already',
  reached: 'has arrived',
  failed: 'has failed',
  rejected: 'is rejected',
  withdrawn: 'is withdrawn',
  lapsed: 'has given way to another change of the same request',
  'on-hold': 'is on hold',
  released: 'goes on',
  'taken-back': 'is taken back',
  restored: 'is restored',
  extended: 'ends later',
  ended: 'has ended',
  overdue: 'is overdue: its end has passed, and what it changed still stands',
}

const marks: Partial<Readonly<Record<NoticeEvent, string>>> = {
  'awaiting-approval': '⏳',
  failed: '❌',
  overdue: '⏰',
}

/**
 * The text of an incoming webhook. `<address|text>` is a link to Slack, and to Mattermost, Rocket.Chat and Zulip, which take Slack's notation there.
 * Sources: Slack, “Formatting message text” (`&`, `<` and `>` have to be escaped, and these alone); Mattermost, “Slack compatibility”; Rocket.Chat,
 * “Incoming webhooks”; Zulip, “Slack-compatible incoming webhook”.
 */
export function slackText(notice: Notice): string {
  const { event, title, stage, url, repository, issue, requester, next, planDigest } = notice
  const what = stage === null ? plain(title) : `${plain(title)} (${plain(stage)})`
  // An address is not shown, so that nothing in it is broken up; what would end it is written as addresses write it.
  const address = url.replaceAll(/[<>|&\s]/g, encodeURIComponent)
  const link = `<${address}|${plain(repository)}#${issue}>`
  const mark = marks[event] === undefined ? '' : `${marks[event]} `
  const lines = [
    `${mark}${what} ${link} ${words[event]}.`,
    ...(next === null ? [] : [`Next: ${plain(next)}`]),
    `Asked for by ${plain(requester)}${planDigest === null ? '' : ` · plan ${planDigest.slice(0, 12)}`}`,
  ]
  return lines.join('\n')
}

/** A character nobody sees, which no name holds: WORD JOINER. */
const joiner = '\u2060'

/**
 * Text that is no notation to any of those who read it. Slack's own is escaped as it asks for; what mentions everybody or somebody elsewhere (`@all`,
 * `@here`, `@**all**`) and what makes a link or a picture of Markdown is broken up, for Mattermost, Rocket.Chat and Zulip have no way to escape
 * it. Line breaks become blanks.
 */
function plain(text: string): string {
  return text
    .replaceAll(/\p{C}+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[@|`*_~[\]!]/g, (character) => `${character}${joiner}`)
}

/**
 * The facts of a notice, for programs: ten keys, which is the most that GitHub takes of a `client_payload`. Source: GitHub's REST API, “Create a
 * repository dispatch event”.
 */
function facts(notice: Notice) {
  const { id, event, at, issue, url, type, stage, requester, next, planDigest } = notice
  return { id, event, at, issue, url, type, stage, requester, next, planDigest }
}

/** An event in the structured mode of HTTP. Source: CloudEvents 1.0.2, “Required Attributes” and “JSON Event Format”. */
function cloudEvent(notice: Notice) {
  const { id, event, at, repository, url, issue, title } = notice
  return {
    specversion: '1.0',
    id,
    source: url.endsWith(`/issues/${issue}`) ? url.slice(0, -`/issues/${issue}`.length) : url,
    type: `issueops.request.${event}`,
    subject: `issues/${issue}`,
    time: at,
    datacontenttype: 'application/json',
    data: { ...facts(notice), repository, title },
  }
}
