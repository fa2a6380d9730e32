"""The practice counter's strip: who stands here, what they say, what was done well."""
