import { CloudEvent, HTTP } from 'cloudevents'
import { expect, test } from 'vitest'
import { noticeMessage } from '../../src/core/report/notice-message.js'
import { issueNumber } from '../../src/model/ids.js'
import { noticeEvents } from '../../src/model/notice.js'

/** The official SDK reads what is sent, and holds it to the specification: too slow to start for a run, good to judge one. */
test.each(noticeEvents)(
  'what is sent of %s is an event that the SDK of CloudEvents reads, and reads to be what was said',
  (event) => {
    const notice = {
      id: '501-42-record-3',
      event,
      at: '2026-11-20T10:00:00Z',
      repository: 'acme/platform',
      issue: issueNumber(42),
      url: 'https://github.example/acme/platform/issues/42',
      type: 'namespace',
      title: 'Namespace “payments”',
      stage: null,
      requester: 'alice',
      next: null,
      planDigest: null,
    }
    const message = noticeMessage(notice, { name: 'siem', kind: 'cloudevents', address: 'siem', headers: {} })
    if (message.by !== 'https') throw new Error('a CloudEvent goes over HTTPS')
    const { contentType, body } = message
    const read = HTTP.toEvent({ headers: { 'content-type': contentType }, body })
    if (!(read instanceof CloudEvent)) throw new Error('it is not read as one event')
    expect(read.validate()).toBe(true)
    const { id, source, type, subject, time, specversion, data } = read
    expect({ id, source, type, subject, time, specversion, data }).toEqual({
      id: '501-42-record-3',
      source: 'https://github.example/acme/platform',
      type: `issueops.request.${event}`,
      subject: 'issues/42',
      time: '2026-11-20T10:00:00.000Z',
      specversion: '1.0',
      data: notice,
    })
  },
)
