"""The helpdesk strip: who asks, what, and how they were answered."""
