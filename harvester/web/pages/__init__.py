"""One module for each group of pages: from what a request asks for to its answer, without HTTP."""
