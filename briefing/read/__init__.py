"""Read a finished page back as a person sees it."""
