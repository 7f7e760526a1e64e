import { Type } from 'typebox'
import { type Endpoint, open, self } from './endpoint.ts'
import { email, kind, text, time } from './schemas.ts'
import { User } from './users.ts'

export const Session = Type.Object(
  {
    object: kind('session'),
    csrfToken: text('To be sent in the `Tally-Csrf-Token` header of every change.'),
    user: User,
    expiresAt: time('When it ends at the latest.'),
  },
  { title: 'Session', description: 'A user who is signed in. The session itself is in a cookie.' },
)

export const sessions = {
  createSession: {
    method: 'POST',
    path: '/v0/sessions',
    tag: 'Sessions',
    summary: 'Sign in',
    access: open('Signing in is how one is known.'),
    body: Type.Object({
      email: email('The address of the user.'),
      password: text('The password.', { minLength: 1, maxLength: 256 }),
    }),
    replies: { 201: Session },
    problems: ['INVALID_CREDENTIALS'],
    anew: true,
  },
  getCurrentSession: {
    method: 'GET',
    path: '/v0/sessions/current',
    tag: 'Sessions',
    summary: 'Get the session of this cookie',
    access: self,
    replies: { 200: Session },
    problems: [],
  },
  deleteCurrentSession: {
    method: 'DELETE',
    path: '/v0/sessions/current',
    tag: 'Sessions',
    summary: 'Sign out',
    access: self,
    replies: { 204: null },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
