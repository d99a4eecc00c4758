import { expect, test } from 'vitest'
import { noticeMessage, slackText } from '../../../src/core/report/notice-message.js'
import { issueNumber } from '../../../src/model/ids.js'
import { type Notice, noticeEvents } from '../../../src/model/notice.js'

const notice: Notice = {
  id: '7-42-record-3',
  event: 'awaiting-approval',
  at: '2026-11-20T10:00:00Z',
  repository: 'acme/platform',
  issue: issueNumber(42),
  url: 'https://github.example/acme/platform/issues/42',
  type: 'namespace',
  title: 'Namespace',
  stage: 'production',
  requester: 'alice',
  next: 'approval by the team platform, on the issue.',
  planDigest: '0123456789abcdef'.repeat(4),
}
const slack = { name: 'chat', kind: 'slack', address: 'chat-url', headers: {} } as const
const siem = {
  name: 'siem',
  kind: 'cloudevents',
  address: 'siem',
  headers: { Authorization: 'token' },
} as const

test('a chat is told in three lines: what and where, who has to do what, who asked for which plan', () => {
  expect(slackText(notice)).toBe(
    [
      '⏳ Namespace (production) <https://github.example/acme/platform/issues/42|acme/platform#42> waits for approval.',
      'Next: approval by the team platform, on the issue.',
      'Asked for by alice · plan 0123456789ab',
    ].join('\n'),
  )
  expect(slackText({ ...notice, event: 'merged', stage: null, next: null, planDigest: null })).toBe(
    'Namespace <https://github.example/acme/platform/issues/42|acme/platform#42> is merged.\nAsked for by alice',
  )
})

test('the link leads to the issue, whatever the repository is called', () => {
  const url = 'https://github.example/acme/my_platform~2/issues/42'
  expect(slackText({ ...notice, url, repository: 'acme/my_platform' })).toContain(
    `<${url}|acme/my_\u2060platform#42>`,
  )
  expect(slackText({ ...notice, url: 'https://a.example/?a|b>c' })).toContain(
    '<https://a.example/?a%7Cb%3Ec|',
  )
})

/**
 * All of them take JSON with `text`. Slack: “Sending messages using incoming webhooks”. Mattermost: “Incoming webhooks”, where `text` or
 * `attachments` is required. Rocket.Chat: “Incoming webhook script”, the same fields. Zulip: “Slack-compatible incoming webhook”, which reads
 * `text`, and takes JSON.
 */
test('an incoming webhook gets a text and nothing else, as Slack, Mattermost, Rocket.Chat and Zulip take it', () => {
  const message = noticeMessage(notice, slack)
  expect(message).toEqual({
    by: 'https',
    address: 'chat-url',
    headers: {},
    contentType: 'application/json',
    body: JSON.stringify({ text: slackText(notice) }),
  })
})

test.each([
  ['<!channel>', 'calls everybody of a channel in Slack'],
  ['<!here|x>', 'the same'],
  ['<@U024BE7LH>', 'calls somebody in Slack'],
  ['@all', 'calls everybody in Mattermost and Rocket.Chat'],
  ['@here @channel @everyone', 'the same'],
  ['@**all**', 'calls everybody in Zulip'],
  ['@_**alice|5**', 'names somebody in Zulip'],
  ['@*platform*', 'calls a group in Zulip'],
  ['[here](https://evil.example)', 'is a link that does not say where to'],
  ['![x](https://evil.example/pixel)', 'is a picture that tells who reads it'],
  ['a|b>c', 'would end the link'],
  ['one\ntwo\u202Ethree', 'would begin a line, or turn one around'],
])('whatever a title holds, a chat reads no notation in it: %s', (title) => {
  const text = slackText({ ...notice, title, requester: title, stage: title, next: title })
  const own = text.replace('<https://github.example/acme/platform/issues/42|acme/platform#42>', '')
  expect(own).not.toMatch(/[<>]|@(?!\u2060)|\*(?!\u2060)|\]\(|!\[/)
  expect(own).not.toMatch(/&(?!amp;|lt;|gt;)/)
  expect(text.split('\n')).toHaveLength(3)
  expect(own).not.toMatch(/(?!\n|\u2060)\p{C}/u)
})

test('a CloudEvent says the same to programs, and is told apart from one that is sent again by its id', () => {
  const message = noticeMessage(notice, siem)
  if (message.by !== 'https') throw new Error('a CloudEvent goes over HTTPS')
  expect({ ...message, body: JSON.parse(message.body) }).toEqual({
    by: 'https',
    address: 'siem',
    headers: { Authorization: 'token' },
    contentType: 'application/cloudevents+json; charset=utf-8',
    body: {
      specversion: '1.0',
      id: '7-42-record-3',
      source: 'https://github.example/acme/platform',
      type: 'issueops.request.awaiting-approval',
      subject: 'issues/42',
      time: '2026-11-20T10:00:00Z',
      datacontenttype: 'application/json',
      data: {
        id: '7-42-record-3',
        event: 'awaiting-approval',
        at: '2026-11-20T10:00:00Z',
        repository: 'acme/platform',
        issue: 42,
        url: 'https://github.example/acme/platform/issues/42',
        type: 'namespace',
        title: 'Namespace',
        stage: 'production',
        requester: 'alice',
        next: 'approval by the team platform, on the issue.',
        planDigest: '0123456789abcdef'.repeat(4),
      },
    },
  })
})

/** Source: GitHub's REST API, “Create a repository dispatch event”: `event_type` of at most 100 characters, at most 10 keys, less than 64 KB. */
test.each(noticeEvents)('the dispatch of %s is one that GitHub takes', (event) => {
  const message = noticeMessage({ ...notice, event }, { name: 'deploys', kind: 'dispatch' })
  if (message.by !== 'dispatch') throw new Error('a dispatch goes to GitHub')
  expect(message.event).toBe(`issueops-${event}`)
  expect(message.event.length).toBeLessThanOrEqual(100)
  expect(Object.keys(message.payload).length).toBeLessThanOrEqual(10)
  expect(JSON.stringify(message.payload).length).toBeLessThan(64 * 1024)
})
