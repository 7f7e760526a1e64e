-- The end that a subscription had before its customer ended it earlier: taking that back gives the merchant's end back.
alter table tally.subscriptions add column end_before_cancellation timestamptz;
