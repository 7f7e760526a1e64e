import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  byId,
  choice,
  flag,
  kind,
  nullable,
  organizationId,
  planId,
  text,
  time,
  uri,
} from './schemas.ts'

export const portalLocales = ['auto', 'en', 'de', 'fr'] as const
export const portalThemes = ['auto', 'light', 'dark'] as const

const displayName = text('The name that customers read.', {
  minLength: 1,
  maxLength: 120,
  pattern: '^[^\\p{Cc}]*$',
})
const accent = text(
  'Colour of buttons and links, `#rrggbb`. Pages show shades of it that can be read on their ' +
    'ground, in light and in dark.',
  { pattern: '^#[0-9a-fA-F]{6}$' },
)
const locale = choice(portalLocales, 'Language of the pages; `auto`: that of the browser.')
const theme = choice(portalThemes, 'Look of the pages; `auto`: that of the device.')
const supportUrl = text('Where customers find help: a web address, or `mailto:` with one.', {
  format: 'uri',
  pattern: '^(https?://|mailto:)',
  maxLength: 2048,
})

const Branding = Type.Object(
  {
    displayName: Type.Optional(displayName),
    accent: Type.Optional(accent),
    locale,
    theme,
    supportUrl: Type.Optional(supportUrl),
    logoUrl: Type.Optional(uri('The logo, as uploaded last.')),
  },
  {
    title: 'Branding',
    description: 'How pages for customers look. Without a name, that of the organization holds.',
  },
)

const customersMay = {
  topUp: flag('Add funds, and say when they fill up by themselves. On by default.'),
  managePaymentMethods: flag(
    'Add and remove payment methods and choose the default. On by default.',
  ),
  editBillingDetails: flag('Change billing details. Off by default.'),
  cancel: flag('End the subscription. Off by default.'),
  changePlan: flag('Change to another of the `offeredPlanIds`. Off by default.'),
}
const CustomersMay = Type.Object(customersMay, {
  title: 'CustomersMay',
  description:
    'What customers do by themselves. What is switched on holds for new links; what is switched ' +
    'off, at once and for all.',
})

const offeredPlanIds = Type.Array(planId(), {
  maxItems: 100,
  uniqueItems: true,
  description:
    'Plans that customers may change to where `changePlan` is on: of these, those of the product of their subscription, ' +
    'in its currency. None unless you name them, since a plan may have been agreed upon with somebody else.',
})

export const PortalSettings = Type.Object(
  {
    object: kind('portalSettings'),
    organizationId: organizationId('The merchant.'),
    branding: Branding,
    customersMay: CustomersMay,
    offeredPlanIds,
    updatedAt: Type.Optional(time('When they last changed; absent while all are the defaults.')),
  },
  { title: 'PortalSettings', description: 'What customers see of a merchant, and may do.' },
)

export const portalSettings = {
  getPortalSettings: {
    method: 'GET',
    path: '/v0/organizations/{id}/portalSettings',
    tag: 'Organizations',
    summary: 'Get what customers see of your organization, and may do',
    access: org('organization:read'),
    params: byId(organizationId()),
    replies: { 200: PortalSettings },
    problems: [],
  },
  updatePortalSettings: {
    method: 'PATCH',
    path: '/v0/organizations/{id}/portalSettings',
    tag: 'Organizations',
    summary: 'Change what customers see and may do; what is left out stays',
    access: org('organization:write'),
    params: byId(organizationId()),
    body: Type.Object({
      branding: Type.Optional(
        Type.Object(
          {
            displayName: Type.Optional(nullable(displayName, 'Null removes it.')),
            accent: Type.Optional(nullable(accent, 'Null: ours.')),
            locale: Type.Optional(locale),
            theme: Type.Optional(theme),
            supportUrl: Type.Optional(nullable(supportUrl, 'Null removes it.')),
          },
          { description: 'What is left out stays.' },
        ),
      ),
      customersMay: Type.Optional(
        Type.Partial(Type.Object(customersMay), { description: 'Those left out stay.' }),
      ),
      offeredPlanIds: Type.Optional(offeredPlanIds),
    }),
    replies: { 200: PortalSettings },
    problems: [],
  },
  putLogo: {
    method: 'PUT',
    path: '/v0/organizations/{id}/logo',
    tag: 'Organizations',
    summary: 'Upload the logo that customers see, in place of the one before',
    access: org('organization:write'),
    params: byId(organizationId()),
    body: Type.Object({
      image: text(
        'A PNG, JPEG or WebP picture of at most 512 kB, in base64: 16 to 4,096 pixels to a side, ' +
          'at most ten times as wide as high and three times as high as wide. It is stored as a ' +
          'PNG of one frame, without what cameras and programs add.',
        { minLength: 1, maxLength: 700_000 },
      ),
    }),
    replies: { 200: PortalSettings },
    problems: [],
    rateLimit: {
      merchantMax: 20,
      windowSeconds: 60,
      message: 'Too many logos at once. Wait a minute and try again.',
    },
  },
  deleteLogo: {
    method: 'DELETE',
    path: '/v0/organizations/{id}/logo',
    tag: 'Organizations',
    summary: 'Remove the logo',
    access: org('organization:write'),
    params: byId(organizationId()),
    replies: { 204: null },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
