"""Reading of SCORM packages: pure functions on zips and manifests, without Django."""
