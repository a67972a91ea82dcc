"""DICOM: read, freed of identity, unpacked, and told."""
