import type { DueHandlers } from '../platform/due/step.ts'
import type { Billing } from './billing.ts'
import { findUnbilled } from './find-unbilled.ts'
import { issueInvoice } from './issue-invoice.ts'

export function invoiceDueWork(billing: Billing): DueHandlers {
  return {
    'invoices.issue_invoice': (ctx, { subjectId = '' }) => issueInvoice(ctx, billing, subjectId),
    'invoices.find_unbilled': (ctx, { subjectId = '' }) => findUnbilled(ctx, subjectId),
  }
}
