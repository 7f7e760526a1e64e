-- The plans that customers may change to by themselves, where they may change at all: none before the merchant names them,
-- since others may have been agreed upon with somebody.
alter table tally.portal_settings add column offered_plan_ids text[] not null default '{}';
