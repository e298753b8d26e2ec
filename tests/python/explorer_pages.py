"""What tests ask of a page of the explorer."""


def has_no_fault(page):
    return not page.exception and not page.error


def shown(page, *columns):
    """Return the one table of the page that has these columns."""
    tables = [table.value for table in page.dataframe]
    (found,) = [table for table in tables if set(columns) <= set(table.columns)]
    return found


def asked(page, sql):
    """Return the page after the reader has run a query."""
    page.text_area(key="sql").set_value(sql)
    (run,) = [button for button in page.button if button.label == "Run"]
    return run.click().run()
