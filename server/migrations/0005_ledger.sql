-- The books. Every row belongs to one book: a merchant's, a consumer's or the platform's (book_id is its organization).
-- Amounts are numeric(38,9): whole nano units. A balance is credits less debits.

create table tally.accounts (
  book_id text not null,
  account_id text not null,
  kind text not null,
  -- The customer of funds, holds and receivables; 'provider:account' of clearing; '' for the book's single one.
  subject text not null,
  currency text not null,
  has_floor boolean not null,
  -- Exact at once where there is a floor; elsewhere as of the last fold of account_deltas.
  balance numeric(38, 9) not null default 0,
  created_at timestamptz not null,
  primary key (book_id, account_id),
  unique (book_id, kind, subject, currency),
  constraint insufficient_funds check (not has_floor or balance >= 0)
) with (fillfactor = 50);
call tally_private.guard('tally.accounts', '{"tally_app": "select, insert, update",
  "tally_jobs": "select, insert, update", "tally_consumer": "select", "tally_platform": "select"}');
call tally_private.admit('tally.accounts', 'tally_portal', 'select',
  $rule$book_id = (select tally.current_org()) and subject = (select tally.current_customer())
    and kind in ('funds', 'holds')$rule$);

create table tally.entries (
  book_id text not null,
  entry_id text not null,
  fact text not null,
  subject text not null,
  -- Shared by the two entries of a movement between books.
  transfer_id text,
  booked_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (book_id, entry_id),
  constraint entry_already_booked unique (book_id, fact, subject)
);
call tally_private.guard('tally.entries', '{"tally_app": "select, insert", "tally_jobs": "select, insert",
  "tally_consumer": "select", "tally_platform": "select"}');
call tally_private.append_only('tally.entries');

-- Without foreign keys: they would lock the merchant's own accounts at every charge and take half of its time. One
-- statement writes an entry with its postings, nothing is ever removed, and the doctor looks for what does not fit.
create table tally.postings (
  book_id text not null,
  entry_id text not null,
  line int not null,
  debit_account text not null,
  credit_account text not null,
  amount numeric(38, 9) not null check (amount > 0),
  currency text not null,
  primary key (book_id, entry_id, line),
  check (debit_account <> credit_account)
);
create index postings_debits on tally.postings (book_id, debit_account, entry_id);
create index postings_credits on tally.postings (book_id, credit_account, entry_id);
call tally_private.guard('tally.postings', '{"tally_app": "select, insert", "tally_jobs": "select, insert",
  "tally_consumer": "select", "tally_platform": "select"}');
call tally_private.append_only('tally.postings');

-- What is not yet folded into the balance of an account without a floor. So no row is hot.
create table tally.account_deltas (
  book_id text not null,
  delta_id bigint generated always as identity,
  account_id text not null,
  amount numeric(38, 9) not null,
  primary key (book_id, delta_id)
);
create index account_deltas_of_account on tally.account_deltas (book_id, account_id);
call tally_private.guard('tally.account_deltas', '{"tally_app": "select, insert",
  "tally_jobs": "select, insert, delete", "tally_consumer": "select", "tally_platform": "select"}');
call tally_private.admit('tally.account_deltas', 'tally_lookup', 'select', 'true');

-- Which books have something to fold, one index probe per book. The folding itself runs inside each book.
create function tally.list_books_to_fold() returns table (book_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive books as (
    (select d.book_id from tally.account_deltas as d order by d.book_id limit 1)
    union all
    select (select d.book_id from tally.account_deltas as d where d.book_id > b.book_id order by d.book_id limit 1)
    from books as b where b.book_id is not null
  )
  select b.book_id from books as b where b.book_id is not null
$$;
grant execute on function tally.list_books_to_fold() to tally_worker;
alter function tally.list_books_to_fold() owner to tally_lookup;
