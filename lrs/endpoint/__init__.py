"""The store as machines see it: `/xapi/`, both versions of the specification, without session or cookie."""
