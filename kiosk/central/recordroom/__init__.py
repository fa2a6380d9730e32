"""The record room's desk: copies that are looked for, written, signed by four, and handed on."""
