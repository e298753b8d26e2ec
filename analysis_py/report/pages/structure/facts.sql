-- What the words of the page cite.
select * from reporting.rpt_facts_structure;
