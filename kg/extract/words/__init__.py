"""The words and tables that ship with kg, as data files, and what reads them."""
