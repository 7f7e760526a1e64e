import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import { byId, listOf, merchantId, page, text, time } from './schemas.ts'

const testClockId = () => text('The test clock.', { pattern: '^tc_[a-zA-Z0-9]{16}$' })

export const TestClock = Type.Object(
  {
    id: testClockId(),
    createdAt: time('When it was created, in real time.'),
    currentTime: time('What it shows. While it advances, the moment that is being worked on.'),
    advancingTo: Type.Optional(time('Where it is on its way to; left out while it stands.')),
    deletedAt: Type.Optional(time('When it was deleted, in real time.')),
    description: Type.Optional(text('What it is for.')),
    merchantId: merchantId(),
    name: Type.Optional(text('Its name.')),
    updatedAt: time('When it last changed, in real time.'),
  },
  {
    title: 'TestClock',
    description:
      'A clock that its merchant moves. The customers of its subscriptions live by it. Sandbox mode only.',
  },
)

export const testClocks = {
  createTestClock: {
    method: 'POST',
    path: '/v0/testClocks',
    tag: 'Test clocks',
    summary: 'Create a test clock',
    access: org('testClocks:write'),
    body: Type.Object({
      currentTime: Type.Optional(
        time('What it shows at first; by default now, at most an hour ago.'),
      ),
      description: Type.Optional(text('What it is for.', { maxLength: 1000 })),
      merchantId: Type.Optional(merchantId()),
      name: Type.Optional(text('Its name.', { maxLength: 200 })),
    }),
    replies: { 201: TestClock },
    problems: ['TEST_CLOCKS_IN_SANDBOX_ONLY'],
  },
  listTestClocks: {
    method: 'GET',
    path: '/v0/testClocks',
    tag: 'Test clocks',
    summary: 'List test clocks',
    access: org('testClocks:read'),
    query: Type.Object({ ...page, merchantId: Type.Optional(merchantId()) }),
    replies: { 200: listOf(TestClock) },
    problems: [],
  },
  getTestClock: {
    method: 'GET',
    path: '/v0/testClocks/{id}',
    tag: 'Test clocks',
    summary: 'Get a test clock',
    access: org('testClocks:read'),
    params: byId(testClockId()),
    replies: { 200: TestClock },
    problems: [],
  },
  advanceTestClock: {
    method: 'PATCH',
    path: '/v0/testClocks/{id}',
    tag: 'Test clocks',
    summary: 'Advance a test clock, and do what becomes due on the way',
    access: org('testClocks:write'),
    params: byId(testClockId()),
    body: Type.Union(
      [
        Type.Object({ currentTime: time('What it is to show: at most two years later than now.') }),
        Type.Object({
          advanceBy: text('By how much it goes forward, in ISO 8601: at most two years.', {
            pattern:
              '^P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$',
          }),
        }),
      ],
      { description: 'One of the two. The answer comes when everything on the way is done.' },
    ),
    replies: { 200: TestClock },
    problems: ['TEST_CLOCK_ADVANCING'],
  },
  deleteTestClock: {
    method: 'DELETE',
    path: '/v0/testClocks/{id}',
    tag: 'Test clocks',
    summary: 'Delete a test clock that no live subscription follows',
    access: org('testClocks:write'),
    params: byId(testClockId()),
    replies: { 200: TestClock },
    problems: ['TEST_CLOCK_IN_USE', 'TEST_CLOCK_ADVANCING'],
  },
} as const satisfies Record<string, Endpoint>
