-- Who sold to whom, as an invoice said it when it was issued: a later change of an address does not change what was sent.

create table tally.document_parties (
  merchant_id text not null,
  -- An invoice.
  subject_id text not null,
  -- Sealed: names, addresses and tax ids of both.
  details bytea not null,
  created_at timestamptz not null,
  primary key (merchant_id, subject_id)
);
call tally_private.guard('tally.document_parties',
  '{"tally_app": "select, insert", "tally_jobs": "select, insert"}');
call tally_private.append_only('tally.document_parties');
