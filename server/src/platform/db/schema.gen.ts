import type { Generated, GeneratedAlways } from 'kysely'

/** Generated from the migrated database by `npm run gen`. Do not edit. */
export type Schema = {
  'tally.account_deltas': {
    book_id: string
    delta_id: GeneratedAlways<bigint>
    account_id: string
    amount: string
  }
  'tally.accounts': {
    book_id: string
    account_id: string
    kind: string
    subject: string
    currency: string
    has_floor: boolean
    balance: Generated<string>
    created_at: Temporal.Instant
    low_below: string | null
  }
  'tally.api_keys': {
    organization_id: string
    api_key_id: string
    user_id: string
    name: Buffer
    secret_hash: Buffer
    last_four: string
    permissions: string[] | null
    allowed_addresses: string[] | null
    created_at: Temporal.Instant
    expires_at: Temporal.Instant | null
    revoked_at: Temporal.Instant | null
    last_used_at: Temporal.Instant | null
    replaces: string | null
  }
  'tally.auto_topups': {
    merchant_id: string
    customer_id: string
    currency: string
    threshold: string
    amount: string
    monthly_limit: string
    topup_id: string | null
    first_failed_at: Temporal.Instant | null
    failed_times: Generated<number>
    retry_at: Temporal.Instant | null
    stopped_reason: string | null
    disabled_at: Temporal.Instant | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.balance_transactions': {
    organization_id: string
    provider: string
    provider_account: string
    transaction_id: string
    kind: string
    type: string
    source: string | null
    reference: string | null
    amount: string
    fee: string
    currency: string
    subject_id: string | null
    difference: string
    verdict: string
    created_at: Temporal.Instant
    judged_at: Temporal.Instant
  }
  'tally.billable_metrics': {
    merchant_id: string
    billable_metric_id: string
    product_id: string
    name: string
    unit: string
    aggregation: string
    event_type: string | null
    value_property: string | null
    group_by: unknown | null
    event_from: Temporal.Instant | null
    details: Buffer
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.billed_usage': {
    merchant_id: string
    subscription_id: string
    price_id: string
    billed_from: Temporal.Instant
    billed_to: Temporal.Instant
    billable_metric_id: string
    customer_id: string
    price: unknown
    quantity: string
    amount: string
    invoice_id: string
    billed_at: Temporal.Instant
  }
  'tally.billing_settings': {
    merchant_id: string
    grace_period: string
    after_dunning: string
    auto_approve: boolean
    tax_registrations: unknown
    notices: unknown
    details: Buffer
    updated_at: Temporal.Instant
  }
  'tally.chargebacks': {
    merchant_id: string
    payment_attempt_id: string
    provider_reference: string
    amount: string
    funds_amount: string
    fee_amount: string
    currency: string
    created_at: Temporal.Instant
    status: Generated<string>
    fee_returned: Generated<string>
    decided_at: Temporal.Instant | null
  }
  'tally.claims': {
    merchant_id: string
    claim_id: string
    customer_id: string
    consumer_id: string
    email_index: Buffer
    code_hash: Buffer | null
    created_at: Temporal.Instant
    expires_at: Temporal.Instant
    claimed_at: Temporal.Instant | null
    claimed_by: string | null
  }
  'tally.customer_clocks': {
    merchant_id: string
    customer_id: string
    test_clock_id: string | null
    decided_at: Temporal.Instant
  }
  'tally.customers': {
    merchant_id: string
    customer_id: string
    consumer_id: string
    details: Buffer
    email_index: Buffer | null
    external_id_index: Buffer | null
    tax_rates: Generated<unknown>
    notify_invoice_issued: Generated<boolean>
    notify_invoice_paid: Generated<boolean>
    notify_renewal: Generated<boolean>
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    deleted_at: Temporal.Instant | null
  }
  'tally.data_keys': {
    owner_id: string
    purpose: string
    version: number
    wrapped: Buffer
    created_at: Generated<Temporal.Instant>
  }
  'tally.destination_charges': {
    merchant_id: string
    payment_attempt_id: string
    account: string
    amount: string
    fee_amount: string
    currency: string
    created_at: Temporal.Instant
  }
  'tally.document_parties': {
    merchant_id: string
    subject_id: string
    details: Buffer
    created_at: Temporal.Instant
  }
  'tally.due_work': {
    organization_id: string
    kind: string
    subject_id: string
    lane: string
    test_clock_id: string | null
    rank: number
    due_at: Temporal.Instant
    run_at: Temporal.Instant | null
    turn: Generated<string>
    leased_until: Temporal.Instant | null
    attempts: Generated<number>
    failure_code: string | null
  }
  'tally.embed_origins': {
    merchant_id: string
    embed_origin_id: string
    origin: string
    created_by: string
    created_at: Temporal.Instant
  }
  'tally.embed_refusals': {
    merchant_id: string
    origin: string
    code: string
    attempts: number
    last_seen_at: Temporal.Instant
  }
  'tally.entries': {
    book_id: string
    entry_id: string
    fact: string
    subject: string
    transfer_id: string | null
    booked_at: Temporal.Instant
    created_at: Generated<Temporal.Instant>
  }
  'tally.event_inbox': {
    merchant_id: string
    inbox_event_id: string
    kind: string
    event_type: string
    billable_metric_id: string | null
    reason: string
    event_id: string | null
    key: string | null
    replayable: boolean
    details: Buffer | null
    created_at: Temporal.Instant
    state: string
    settled_at: Temporal.Instant | null
  }
  'tally.event_keys': {
    merchant_id: string
    win: number
    key: string
    event_id: string
  }
  'tally.event_segments': {
    merchant_id: string
    segment_id: string
    received_at: Temporal.Instant
    events: number
    types: string[]
    meters: string[]
    body: Buffer
  }
  'tally.external_subjects': {
    merchant_id: string
    subject_id: string
    external_index: Buffer
    customer_id: string | null
    linked_at: Temporal.Instant | null
  }
  'tally.fees': {
    merchant_id: string
    fee_id: string
    product_id: string
    name: string
    details: Buffer
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    deleted_at: Temporal.Instant | null
  }
  'tally.funds_returns': {
    merchant_id: string
    funds_return_id: string
    customer_id: string
    amount: string
    currency: string
    status: string
    reason: Buffer | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.idempotency_keys': {
    organization_id: string
    key_hash: Buffer
    operation: string
    fingerprint: Buffer
    status: number
    reply: Buffer
    created_at: Temporal.Instant
  }
  'tally.installation': {
    singleton: Generated<boolean>
    installation_id: string
    mode: string
    root_key_check: Buffer
    created_at: Generated<Temporal.Instant>
  }
  'tally.invitations': {
    organization_id: string
    invitation_id: string
    email: Buffer
    roles: string[]
    code_hash: Buffer
    invited_by: string
    created_at: Temporal.Instant
    expires_at: Temporal.Instant
    accepted_at: Temporal.Instant | null
    declined_at: Temporal.Instant | null
    revoked_at: Temporal.Instant | null
  }
  'tally.invoice_decisions': {
    merchant_id: string
    invoice_decision_id: string
    invoice_id: string
    kind: string
    details: Buffer
    created_at: Temporal.Instant
  }
  'tally.invoice_lines': {
    merchant_id: string
    invoice_line_id: string
    invoice_id: string | null
    subscription_id: string
    customer_id: string
    position: number | null
    type: string
    cause: string
    price_id: string | null
    fee_id: string | null
    billable_metric_id: string | null
    item_id: string | null
    payment_term: string | null
    display_name: string | null
    details: Buffer | null
    cycle_start: Temporal.Instant | null
    cycle_end: Temporal.Instant | null
    billed_start: Temporal.Instant
    billed_end: Temporal.Instant
    invoice_at: Temporal.Instant
    currency: string
    quantity: string
    unit_price: string
    tax_rate: Generated<string>
    subtotal: string
    tax: Generated<string>
    total: string
    basis: Generated<unknown>
    idempotency_key: Buffer | null
    fingerprint: Buffer | null
    calculated_at: Temporal.Instant | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.invoice_numbers': {
    merchant_id: string
    series: string
    month: string
    last: number
  }
  'tally.invoice_refunds': {
    merchant_id: string
    invoice_refund_id: string
    invoice_id: string
    subscription_id: string
    customer_id: string
    number: string
    status: string
    currency: string
    amount: string
    tax_amount: string
    total: string
    fee: Generated<string>
    details: Buffer
    paid_from: string
    refund_id: string | null
    settled_at: Temporal.Instant | null
    voided_at: Temporal.Instant | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.invoices': {
    merchant_id: string
    invoice_id: string
    subscription_id: string
    customer_id: string
    kind: string
    sequence: number
    status: string
    currency: string
    number: string | null
    billing_anchor: Temporal.Instant
    billing_cadence: string
    auto_approve: boolean
    payment_term_days: number
    period_start: Temporal.Instant
    period_end: Temporal.Instant
    grace_period_end: Temporal.Instant
    terms: unknown | null
    terms_end: Temporal.Instant | null
    advance_billed: Generated<boolean>
    closes_subscription: Generated<boolean>
    subtotal: Generated<string>
    total_tax: Generated<string>
    grand_total: Generated<string>
    instant_subtotal: Generated<string>
    instant_tax: Generated<string>
    paid_out_net: Generated<string>
    paid_out_tax: Generated<string>
    item_count: Generated<number>
    tax: unknown | null
    fee: Generated<string>
    fee_fixed: Generated<string>
    payment_session_id: string | null
    dunning_step: Generated<number>
    first_failed_at: Temporal.Instant | null
    paid_from: string | null
    failure_code: string | null
    history: Generated<unknown>
    calculated_at: Temporal.Instant | null
    issued_at: Temporal.Instant | null
    due_at: Temporal.Instant | null
    paid_at: Temporal.Instant | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.logos': {
    merchant_id: string
    logo_hash: string
    picture: Buffer
    created_at: Temporal.Instant
  }
  'tally.memberships': {
    organization_id: string
    user_id: string
    state: string
    roles: string[]
    acts_since: Temporal.Instant
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.merchant_terms': {
    merchant_id: string
    fee_percent: string
    fee_fixed: Generated<unknown>
    updated_at: Temporal.Instant
  }
  'tally.meter_backfills': {
    merchant_id: string
    meter_id: string
    segments: bigint
    segments_read: Generated<bigint>
    events_read: Generated<bigint>
    cursor: string | null
    started_at: Temporal.Instant
    finished_at: Temporal.Instant | null
  }
  'tally.meter_marks': {
    merchant_id: string
    meter_id: string
    grain: string
    detail: boolean
    bucket: Temporal.Instant
    subject_id: string
    dims_id: string
    mark: string
  }
  'tally.meter_readings': {
    merchant_id: string
    received_on: string
    batch_id: string
    event_id: string
    subject_id: string
    happened_at: Temporal.Instant
    meters: string[]
    amounts: string[]
    marks: string[]
    dims: unknown | null
    external_id: string | null
    external_subject: string | null
  }
  'tally.meter_tail': {
    merchant_id: string
    batch_id: string
    received_on: string
  }
  'tally.meter_totals': {
    merchant_id: string
    meter_id: string
    grain: string
    detail: boolean
    bucket: Temporal.Instant
    subject_id: string
    dims_id: string
    dims: unknown | null
    events: bigint
    sum: string
    min: string | null
    max: string | null
    latest: string | null
    latest_at: Temporal.Instant | null
    latest_event: string | null
    distincts: bigint
    touched_at: Temporal.Instant
  }
  'tally.meters': {
    merchant_id: string
    meter_id: string
    billable_metric_id: string
    aggregation: string
    event_type: string
    value_property: string | null
    group_by: unknown | null
    event_from: Temporal.Instant | null
    created_at: Temporal.Instant
    ready_at: Temporal.Instant | null
    retired_at: Temporal.Instant | null
  }
  'tally.migrations': {
    name: string
    checksum: string
    applied_at: Generated<Temporal.Instant>
  }
  'tally.notices': {
    merchant_id: string
    notice_id: string
    kind: string
    occasion: string
    customer_id: string
    subscription_id: string | null
    status: string
    details: Buffer
    created_at: Temporal.Instant
    sent_at: Temporal.Instant | null
  }
  'tally.organizations': {
    organization_id: string
    merchant_since: Temporal.Instant | null
    consumer_since: Temporal.Instant | null
    platform_since: Temporal.Instant | null
    managed_by: string | null
    profile: Buffer
    name_index: Buffer | null
    currencies: Generated<string[]>
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    deleted_at: Temporal.Instant | null
  }
  'tally.payment_accounts': {
    merchant_id: string
    account: string
    country: string
    charges_enabled: Generated<boolean>
    payouts_enabled: Generated<boolean>
    details_submitted: Generated<boolean>
    requirements: Generated<string[]>
    disabled_reason: string | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.payment_attempts': {
    merchant_id: string
    payment_attempt_id: string
    payment_session_id: string
    idempotency_key: string
    amount: string
    currency: string
    status: string
    provider_reference: string | null
    challenge_id: string | null
    failure_code: string | null
    save_method: Generated<boolean>
    payment_method_id: string | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    asked_at: Temporal.Instant | null
    chosen_method_id: string | null
    method: Buffer | null
  }
  'tally.payment_methods': {
    merchant_id: string
    payment_method_id: string
    customer_id: string
    provider: string
    details: Buffer
    precedence: number
    unusable_code: string | null
    created_at: Temporal.Instant
    removed_at: Temporal.Instant | null
    provider_account: Generated<string>
  }
  'tally.payment_sessions': {
    merchant_id: string
    payment_session_id: string
    customer_id: string | null
    mode: string
    entity_type: string
    entity_id: string
    subscription_id: string | null
    amount: string
    funds_amount: Generated<string>
    currency: string
    status: string
    save_method: Generated<string>
    code_hash: Buffer
    details: Buffer
    provider: string
    provider_account: Generated<string>
    provider_reference: string | null
    failure_code: string | null
    expires_at: Temporal.Instant
    completed_at: Temporal.Instant | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.payments': {
    merchant_id: string
    payment_id: string
    customer_id: string | null
    amount: string
    currency: string
    status: string
    idempotency_index: Buffer | null
    details: Buffer
    expires_at: Temporal.Instant
    completed_at: Temporal.Instant | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.payouts': {
    merchant_id: string
    payout_id: string
    provider: string
    provider_account: string
    provider_reference: string
    amount: string
    currency: string
    status: string
    automatic: boolean
    settled_at: Temporal.Instant | null
    failed_at: Temporal.Instant | null
    failure_code: string | null
    arrives_at: Temporal.Instant | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.plan_prices': {
    merchant_id: string
    plan_id: string
    position: number
    price_id: string
  }
  'tally.plans': {
    merchant_id: string
    plan_id: string
    product_id: string
    name: string
    currency: string
    billing_cadence: string
    billing_version: number
    billing_anchor: Temporal.Instant | null
    invoice_display_name: string | null
    default_tax_code: string
    default_tax_rate: string
    tax_behavior: string
    renewal_reminder_enabled: boolean
    renewal_reminder_days: number
    stable_price_ids: boolean
    credit_unused_advance: Generated<boolean>
    auto_approve: boolean | null
    details: Buffer
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    deleted_at: Temporal.Instant | null
  }
  'tally.portal_links': {
    merchant_id: string
    portal_link_id: string
    subscription_id: string
    customer_id: string
    code_hash: Buffer
    permissions: string[]
    created_by: string
    created_at: Temporal.Instant
    expires_at: Temporal.Instant
    revoked_at: Temporal.Instant | null
    last_used_at: Temporal.Instant | null
  }
  'tally.portal_sessions': {
    merchant_id: string
    portal_session_id: string
    kind: string
    portal_link_id: string | null
    subject_id: string
    customer_id: string | null
    permissions: string[]
    token_hash: Buffer
    created_at: Temporal.Instant
    seen_at: Temporal.Instant
    expires_at: Temporal.Instant
  }
  'tally.portal_settings': {
    merchant_id: string
    accent: string | null
    locale: string
    theme: string
    customer_permissions: string[]
    details: Buffer
    updated_at: Temporal.Instant
    offered_plan_ids: Generated<string[]>
  }
  'tally.postings': {
    book_id: string
    entry_id: string
    line: number
    debit_account: string
    credit_account: string
    amount: string
    currency: string
  }
  'tally.prices': {
    merchant_id: string
    price_id: string
    billable_metric_id: string | null
    fee_id: string | null
    model: string
    properties: unknown
    pricing: unknown | null
    payment_term: string
    billing_cadence: string | null
    invoice_display_name: string
    quantity: Generated<number>
    grant_discount_enabled: Generated<boolean>
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    deleted_at: Temporal.Instant | null
  }
  'tally.products': {
    merchant_id: string
    product_id: string
    name: string
    details: Buffer
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.provider_events': {
    merchant_id: string
    provider: string
    provider_event_id: string
    kind: string
    received_at: Temporal.Instant
  }
  'tally.provider_fees': {
    organization_id: string
    provider: string
    provider_account: string
    transaction_id: string
    amount: string
    currency: string
    created_at: Temporal.Instant
  }
  'tally.provider_keys': {
    merchant_id: string
    provider: string
    account: string
    publishable_key: string
    secrets: Buffer
    created_at: Temporal.Instant
    replaced_at: Temporal.Instant | null
  }
  'tally.rate_limits': {
    principal: string
    bucket: string
    window_start: Temporal.Instant
    calls: number
  }
  'tally.reconciliation_items': {
    organization_id: string
    reconciliation_id: string
    line: number
    verdict: string
    concerns: string
    kind: string
    transaction_id: string | null
    source: string | null
    subject_id: string | null
    amount: string
    currency: string
    created_at: Temporal.Instant
  }
  'tally.reconciliations': {
    organization_id: string
    reconciliation_id: string
    provider: string
    provider_account: string
    status: string
    since: Temporal.Instant
    until: Temporal.Instant | null
    transactions: Generated<number>
    unmatched: Generated<number>
    balances: Generated<unknown>
    created_at: Temporal.Instant
    finished_at: Temporal.Instant | null
  }
  'tally.refunds': {
    merchant_id: string
    refund_id: string
    reason: string
    subject_id: string
    payment_attempt_id: string
    customer_id: string | null
    amount: string
    currency: string
    status: string
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    may_be_sent: Generated<boolean>
    bounced_at: Temporal.Instant | null
  }
  'tally.roles': {
    organization_id: string
    role_id: string
    name: string
    description: Buffer | null
    permissions: string[]
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.sandbox_methods': {
    merchant_id: string
    token: string
    outcome: string
    charges: Generated<number>
    method: Buffer
    created_at: Temporal.Instant
  }
  'tally.sandbox_payments': {
    merchant_id: string
    sandbox_payment_id: string
    idempotency_key: string
    amount: string
    currency: string
    status: string
    outcome: string
    challenge_id: string | null
    failure_code: string | null
    method: Buffer
    disputed_at: Temporal.Instant | null
    dispute_fee: string | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    dispute_outcome: string | null
  }
  'tally.sandbox_refunds': {
    merchant_id: string
    sandbox_refund_id: string
    sandbox_payment_id: string
    idempotency_key: string
    amount: string
    status: string
    created_at: Temporal.Instant
  }
  'tally.stripe_customers': {
    merchant_id: string
    account: string
    customer_id: string
    stripe_customer_id: string
    created_at: Temporal.Instant
  }
  'tally.subscriptions': {
    merchant_id: string
    subscription_id: string
    customer_id: string
    consumer_id: string
    plan_id: string
    product_id: string
    details: Buffer
    status: string
    currency: string
    billing_cadence: string
    anchor: Temporal.Instant
    period: Generated<number>
    period_start: Temporal.Instant
    period_end: Temporal.Instant
    plan_since: Temporal.Instant
    terms: unknown
    next_plan_id: string | null
    test_clock_id: string | null
    started_at: Temporal.Instant
    ending_at: Temporal.Instant | null
    activated_at: Temporal.Instant | null
    terminated_at: Temporal.Instant | null
    terminated_by: string | null
    prefund_target: string | null
    prefund_due: Generated<string>
    auto_charge: boolean
    tax_exempt: boolean
    renewal_reminder_enabled: boolean | null
    renewal_reminder_days: number | null
    auto_approve: boolean | null
    payment_term_days: number
    payment_session_id: string | null
    refill_topup_id: string | null
    refill_first_failed_at: Temporal.Instant | null
    refill_failed_times: Generated<number>
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    ends_by_customer: Temporal.Instant | null
    end_before_cancellation: Temporal.Instant | null
  }
  'tally.test_clocks': {
    merchant_id: string
    test_clock_id: string
    details: Buffer
    shows_at: Temporal.Instant
    target_at: Temporal.Instant | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    deleted_at: Temporal.Instant | null
  }
  'tally.topups': {
    merchant_id: string
    topup_id: string
    customer_id: string
    amount: string
    currency: string
    status: string
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
    origin: Generated<string>
  }
  'tally.transfers': {
    merchant_id: string
    transfer_id: string
    kind: string
    account: string
    reversed_reference: string | null
    amount: string
    currency: string
    status: string
    provider_reference: string | null
    failure_code: string | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.usage_events': {
    merchant_id: string
    usage_event_id: string
    key: string
    customer_id: string
    consumer_id: string
    subscription_id: string
    used_at: Temporal.Instant
    created_at: Temporal.Instant
    currency: string
    price: string
    tax: string
    fee: string
    entry_id: string | null
    segment_id: string
    line: number
    metric_ids: string[]
    quantities: string[]
    prices: string[]
  }
  'tally.usage_refunds': {
    merchant_id: string
    usage_event_id: string
    customer_id: string
    entry_id: string | null
    reason: Buffer | null
    refunded_at: Temporal.Instant
  }
  'tally.usage_segments': {
    merchant_id: string
    segment_id: string
    body: Buffer
    created_at: Temporal.Instant
  }
  'tally.user_sessions': {
    user_id: string
    session_id: string
    secret_hash: Buffer
    created_at: Temporal.Instant
    seen_at: Temporal.Instant
    expires_at: Temporal.Instant
    ended_at: Temporal.Instant | null
  }
  'tally.users': {
    user_id: string
    email: Buffer
    profile: Buffer
    login_index: Buffer | null
    password_hash: string | null
    email_verified_at: Temporal.Instant | null
    created_at: Temporal.Instant
    updated_at: Temporal.Instant
  }
  'tally.volume_counters': {
    merchant_id: string
    subscription_id: string
    price_id: string
    period_start: Temporal.Instant
    consumed: string
  }
}
