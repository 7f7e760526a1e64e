-- When a customer ended its subscription through its portal: that end it may take back, and no other.
alter table tally.subscriptions add column ends_by_customer timestamptz;
