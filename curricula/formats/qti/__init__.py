"""QTI, the exchange format of 1EdTech: versions 2.0 to 3.0 are read, 2.2 and 3.0 written."""
