import { Type } from 'typebox'
import { type Endpoint, self } from './endpoint.ts'
import {
  Address,
  AddressInput,
  byId,
  choice,
  email,
  kind,
  newPassword,
  organizationId,
  text,
  time,
  userId,
} from './schemas.ts'

export const memberStates = ['invited', 'active', 'suspended', 'declined'] as const

const birth = text('Date of birth, `YYYY-MM-DD`.', { format: 'date' })
const type = choice(['COMPANY', 'INDIVIDUAL'], 'Whether the user stands for a company.')

export const User = Type.Object(
  {
    id: userId(),
    object: kind('user'),
    address: Type.Optional(Address),
    createdAt: time('When it was created.'),
    dateOfBirth: Type.Optional(birth),
    email: email('The address that the user signs in with.'),
    firstName: Type.Optional(text('Given name.')),
    lastName: Type.Optional(text('Family name.')),
    organizations: Type.Array(
      Type.Object({
        id: Type.Optional(organizationId()),
        state: Type.Optional(choice(memberStates, 'State of the membership.')),
        roles: Type.Optional(Type.Array(Type.String(), { description: 'Names of the roles.' })),
      }),
      { description: 'The user’s memberships.' },
    ),
    oryId: text('Id of the user’s login; the user’s own id here.'),
    phone: Type.Optional(text('Phone number.')),
    type: Type.Optional(type),
    updatedAt: time('When it last changed.'),
  },
  { title: 'User', description: 'A person who acts for organizations.' },
)

export const users = {
  getUser: {
    method: 'GET',
    path: '/v0/users/{id}',
    tag: 'Users',
    summary: 'Get your own user',
    access: self,
    params: byId(userId()),
    replies: { 200: User },
    problems: [],
  },
  updateUser: {
    method: 'PATCH',
    path: '/v0/users/{id}',
    tag: 'Users',
    summary: 'Change your own user',
    access: self,
    params: byId(userId()),
    body: Type.Object({
      address: Type.Optional(AddressInput),
      dateOfBirth: Type.Optional(birth),
      firstName: Type.Optional(text('Given name.')),
      lastName: Type.Optional(text('Family name.')),
      phone: Type.Optional(text('Phone number.')),
      type: Type.Optional(type),
    }),
    replies: { 200: User },
    problems: [],
  },
  changePassword: {
    method: 'PUT',
    path: '/v0/users/{id}/password',
    tag: 'Users',
    summary: 'Change your own password; every other session of yours ends, API keys stay',
    access: self,
    params: byId(userId()),
    body: Type.Object({
      currentPassword: text('The password until now; guessing is limited as for signing in.', {
        minLength: 1,
        maxLength: 256,
      }),
      newPassword: newPassword('The password from now on'),
    }),
    replies: { 204: null },
    problems: ['WRONG_PASSWORD'],
  },
} as const satisfies Record<string, Endpoint>
