import { Type } from 'typebox'
import { type Endpoint, open, org, portal } from './endpoint.ts'
import {
  byId,
  consumerId,
  customerId,
  email,
  flag,
  kind,
  newPassword,
  text,
  time,
} from './schemas.ts'

export const ClaimLink = Type.Object(
  {
    object: kind('claimLink'),
    expiresAt: time('When the link stops working.'),
  },
  {
    title: 'ClaimLink',
    description: 'A link that was mailed to a customer; who follows it may claim the account.',
  },
)

export const Claim = Type.Object(
  {
    object: kind('claim'),
    merchant: text('Name of the merchant that keeps the account so far.'),
    customer: text('Whose account it is, as the merchant calls it.'),
    email: email('Where the link was sent: whoever followed it has proved this address.'),
    hasLogin: flag('Whether somebody signs in with this address already.'),
    expiresAt: time('When the link stops working.'),
  },
  { title: 'Claim', description: 'An account that can be claimed.' },
)

export const ClaimedAccount = Type.Object(
  {
    object: kind('claimedAccount'),
    consumerId: consumerId('The organization that the account belongs to now; you own it.'),
    email: email('With which you sign in.'),
  },
  { title: 'ClaimedAccount', description: 'An account that was claimed.' },
)

const code = text('The secret of the link.', { minLength: 1, maxLength: 255 })
const claimId = text('The claim.', { minLength: 1, maxLength: 255 })
const byTheHolder = open('The secret of the link is the credential.')

export const claims = {
  sendClaimLink: {
    method: 'POST',
    path: '/v0/customers/{id}/claimLink',
    tag: 'Customers',
    summary: 'Mail a customer a link by which it takes its account over',
    access: org('customers:write'),
    params: byId(customerId()),
    replies: { 202: ClaimLink },
    problems: ['ALREADY_CLAIMED', 'RATE_LIMITED', 'UNAVAILABLE'],
  },
  sendPortalClaimLink: {
    method: 'POST',
    path: '/v0/portal/claim',
    tag: 'Portal',
    summary: 'Have a link mailed to you by which you take your account over',
    access: portal('portal:read'),
    replies: { 202: ClaimLink },
    problems: ['RATE_LIMITED', 'UNAVAILABLE'],
  },
  openClaim: {
    method: 'POST',
    path: '/v0/claims/{id}/opening',
    tag: 'Claims',
    summary: 'See what a claim link is for',
    access: byTheHolder,
    params: byId(claimId),
    body: Type.Object({ code }),
    replies: { 200: Claim },
    problems: ['NOT_FOUND', 'LINK_EXPIRED', 'RATE_LIMITED'],
    anew: true,
  },
  acceptClaim: {
    method: 'POST',
    path: '/v0/claims/{id}/acceptance',
    tag: 'Claims',
    summary: 'Take the account over: as a new user, by signing in, or signed in already',
    access: byTheHolder,
    params: byId(claimId),
    body: Type.Object({
      code,
      newUser: Type.Optional(
        Type.Object(
          {
            password: newPassword('Of the new user, who signs in with the address of the claim'),
            firstName: Type.Optional(text('Given name.', { maxLength: 255 })),
            lastName: Type.Optional(text('Family name.', { maxLength: 255 })),
          },
          { description: 'For those who have no login yet.' },
        ),
      ),
      signIn: Type.Optional(
        Type.Object(
          {
            email: email('The address of the login; it need not be that of the claim.'),
            password: text('Its password.', { minLength: 1, maxLength: 256 }),
          },
          { description: 'For those who have one, and are not signed in.' },
        ),
      ),
    }),
    replies: { 200: ClaimedAccount },
    problems: [
      'UNAUTHENTICATED',
      'INVALID_CREDENTIALS',
      'NOT_FOUND',
      'LINK_EXPIRED',
      'EMAIL_TAKEN',
      'RATE_LIMITED',
    ],
  },
} as const satisfies Record<string, Endpoint>
