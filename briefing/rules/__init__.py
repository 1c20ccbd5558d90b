"""Every rule there is, and the page that explains it."""
